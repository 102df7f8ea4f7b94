"""Where the demo is not built, or cannot be."""

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from applicants.models import User
from grants.casework import demo
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _is_demo(settings):
    settings.FUND = {**settings.FUND, "is_demo": True}


def count_everything():
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def test_a_real_fund_gets_no_demo(settings):
    settings.FUND = {**settings.FUND, "is_demo": False}

    with pytest.raises(CommandError, match="This is a real fund"):
        call_command("demo")

    assert not User.objects.exists()


def test_a_demo_that_cannot_be_built_leaves_nothing_behind():
    factories.the_round(name="Grow Fund, pilot round", reference="grow-fund-pilot-round")
    before = count_everything()

    with pytest.raises(CommandError, match="There is a round with this name"):
        call_command("demo")

    assert count_everything() == before


def test_without_a_demo_nobody_is_listed():
    assert demo.logins() == []
