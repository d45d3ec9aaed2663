"""A start skips migrating only while neither the code nor the database has changed."""

import sqlite3

import pytest

from tools.launcher import schema


@pytest.fixture
def data(tmp_path):
    apply(tmp_path, "0001_initial")
    return tmp_path


def apply(data, name):
    with sqlite3.connect(data / "springtide.sqlite3") as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS django_migrations (app, name)")
        connection.execute("INSERT INTO django_migrations VALUES ('planning', ?)", [name])
    connection.close()


def test_a_new_folder_is_not_current(tmp_path):
    assert not schema.is_current(tmp_path)


def test_once_noted_it_is_current(data):
    schema.note_current(data)
    assert schema.is_current(data)


def test_another_database_put_in_its_place_is_not(data):
    schema.note_current(data)
    apply(data, "0002_later")
    assert not schema.is_current(data)


def test_a_lost_database_is_not(data):
    schema.note_current(data)
    (data / "springtide.sqlite3").unlink()
    assert not schema.is_current(data)


def test_changed_code_is_not(data, tmp_path, monkeypatch):
    root = tmp_path / "root"
    (root / "requirements").mkdir(parents=True)
    (root / "requirements" / "runtime.txt").write_text("django==5.2\n")
    (root / "src" / "planning" / "migrations").mkdir(parents=True)
    monkeypatch.setattr(schema, "ROOT", root)
    schema.note_current(data)
    assert schema.is_current(data)
    (root / "src" / "planning" / "migrations" / "0003_new.py").write_text("")
    assert not schema.is_current(data)
