"""Saving a section again and again, and sending one draft after the other."""

import threading
import time

from django.urls import reverse

from grants.models import Application, SectionAnswers

from .load import CLIENTS, Client, cost_of, spread

SENT_ALONE = 24  # of the drafts; the others are sent by eight at once


def save_figures(port, drafts):
    """One person saves the section of questions, with new words each time."""
    cookie, reference = drafts[0]
    address, answers = section_of(reference)
    client = Client(port, cookie)
    form = {"csrfmiddlewaretoken": client.token(address), "version": 1, **as_posted(answers)}
    measured, taken = [], []
    box = a_box_of(form)
    words = form[box]
    for version in range(1, 67):
        form |= {"version": version, box: f"{words} {version}"}  # the same words are not kept twice
        measure = version <= 6
        answer, _content, seconds = client.ask(address, form=form, measure=measure, expected=302)
        measured.append(answer) if measure else taken.append(seconds)
    return {**cost_of(measured), **spread(taken), "at_once": saved_at_once(port, drafts)}


def saved_at_once(port, drafts, seconds=2.0):
    """Sections a second when eight save, each in a draft of their own."""
    saved, faults, until = [], [], time.perf_counter() + seconds

    def save(cookie, reference):
        try:
            address, answers = section_of(reference)
            client, version = Client(port, cookie), 1
            form = {"csrfmiddlewaretoken": client.token(address), **as_posted(answers)}
            box = a_box_of(form)
            while time.perf_counter() < until:
                new = {"version": version, box: f"{form[box]} {version}"}
                client.ask(address, form=form | new, expected=302)
                version += 1
            saved.append(version - 1)
        except Exception as fault:
            faults.append(fault)

    together(save, drafts[1 : CLIENTS + 1])
    if faults:
        raise faults[0]
    return sum(saved) / seconds


def send_figures(port, drafts):
    """Each draft is sent once; the mail and the history are part of it."""
    measured, taken = [], []
    for number, (cookie, reference) in enumerate(drafts[:SENT_ALONE]):
        measure = number < 6
        answer, seconds = send(port, cookie, reference, measure=measure)
        measured.append(answer) if measure else taken.append(seconds)
    return {**cost_of(measured), **spread(taken), "at_once": sent_at_once(port, drafts)}


def sent_at_once(port, drafts):
    """Applications a second when eight send; the slowest of them decides."""
    waiting, faults, spent = list(drafts[SENT_ALONE:]), [], []

    def work():
        while waiting:
            try:
                spent.append(send(port, *waiting.pop())[1])
            except IndexError:
                return
            except Exception as fault:
                faults.append(fault)

    together(work, [()] * CLIENTS)
    if faults:
        raise faults[0]
    return CLIENTS / (sum(spent) / len(spent))


def send(port, cookie, reference, *, measure=False):
    client, address = Client(port, cookie), reverse("application_check", args=[reference])
    form = {"csrfmiddlewaretoken": client.token(address), "is_agreed": "on"}
    answer, _content, seconds = client.ask(address, form=form, measure=measure, expected=302)
    return answer, seconds


def together(work, arguments):
    threads = [threading.Thread(target=work, args=each) for each in arguments]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def section_of(reference):
    """The address of the section of questions, and what a draft answers there."""
    draft = Application.objects.get(reference=reference)
    saved = SectionAnswers.objects.get(application=draft, section__number=2)
    return reverse("section", args=[reference, 2]), saved.answers


def as_posted(answers):
    """Answers as a browser sends them."""
    form = {}
    for number, answer in answers.items():
        if answer and isinstance(answer, list) and isinstance(answer[0], dict):
            for line, cells in enumerate(answer):
                form |= {f"q{number}-{line}-{name}": cell for name, cell in cells.items()}
        else:
            form[f"q{number}"] = answer
    return form


def a_box_of(form):
    """Some box with words in it."""
    return next(
        name for name, typed in form.items() if name[1:].isdecimal() and isinstance(typed, str)
    )
