from springtide.applications.forms.application import ApplicationForm
from springtide.applications.forms.others import AnswerForm, ContestForm, FilterForm

__all__ = ["AnswerForm", "ApplicationForm", "ContestForm", "FilterForm"]
