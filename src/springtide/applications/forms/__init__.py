from springtide.applications.forms.application import ApplicationForm
from springtide.applications.forms.others import AnswerForm, ContestForm, FilterForm, RankForm

__all__ = ["AnswerForm", "ApplicationForm", "ContestForm", "FilterForm", "RankForm"]
