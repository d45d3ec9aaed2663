"""People and the roles they hold."""

from functools import cached_property

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from springtide.foundation.accounts.roles import Role, covers
from springtide.foundation.text.emails import canonical_email


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, email: str, **fields: object) -> "Person":
        """A person who signs in by code; there are no passwords."""
        person = self.model(email=canonical_email(email), **fields)
        person.set_unusable_password()
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email=username)


class Person(AbstractBaseUser):
    """Somebody with an address: candidate, staff or both."""

    email = models.EmailField(_("e-mail"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    created = models.DateTimeField(auto_now_add=True)

    objects = PersonManager()

    USERNAME_FIELD = "email"

    def __str__(self) -> str:
        return self.name or self.email

    @cached_property
    def held(self) -> list["Membership"]:
        """All memberships, read once a request."""
        return list(self.memberships.all()) if self.pk else []

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(m.role for m in self.held)

    @property
    def is_staff_member(self) -> bool:
        return bool(self.held)

    def scopes(self, *roles: str) -> list[str]:
        """The scopes in which the person holds one of the roles (any role where none is named)."""
        return [m.scope for m in self.held if not roles or m.role in roles]

    def holds(self, *roles: str, scope: str) -> bool:
        """True where the person holds one of the roles over `scope`."""
        return any(covers(held, scope) for held in self.scopes(*roles))


class Membership(models.Model):
    """A person holds a role over a scope (see `roles.covers`)."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    scope = models.CharField(max_length=120, blank=True)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "role", "scope"], name="one_membership_per_scope"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="known_role"),
        ]
        indexes = [models.Index(fields=["role", "scope"])]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} {self.scope or '*'}"
