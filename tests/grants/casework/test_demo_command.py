"""Where the demo is not built, or cannot be."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from applicants.models import User
from grants.casework import demo
from grants.management.demo.staging import season_before, season_of
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


@pytest.mark.parametrize(
    ("day", "its_season", "the_one_before"),
    [
        (date(2026, 11, 30), "autumn 2026", "summer 2026"),
        (date(2026, 12, 1), "winter 2026", "autumn 2026"),
        (date(2027, 2, 28), "winter 2026", "autumn 2026"),
        (date(2027, 3, 1), "spring 2027", "winter 2026"),
    ],
)
def test_rounds_are_named_after_a_season_and_the_one_before(day, its_season, the_one_before):
    assert season_of(day) == its_season
    assert season_before(day) == the_one_before


def test_no_two_rounds_share_a_season_whatever_the_day():
    days = [date(2027, 1, 1) + timedelta(days=number) for number in range(4 * 366)]
    assert not [day for day in days if season_of(day) == season_before(day)]
