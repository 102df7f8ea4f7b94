"""The pack: a page to read, a file for a place without internet, and paper."""

from base64 import b64encode
from pathlib import Path

from django.contrib.staticfiles.finders import find
from django.http import HttpResponse
from django.shortcuts import render

from applicants.access import may
from grants.panel.models import Panel
from grants.panel.packs import pack_for


@may("grants.see_panel", Panel, methods=("GET",), with_=("round",))
def panel_pack(request, panel):
    """The pack on one page, in large print too; or as one file to save and read anywhere."""
    context = {
        "panel": panel,
        "pack": pack_for(request.user, panel),
        "is_large": request.GET.get("print") == "large",
    }
    if "offline" not in request.GET:
        return render(request, "grants/panel/panel_pack.html", context)
    context["look"] = b64encode(Path(find("pack.css")).read_bytes()).decode()
    return _to_keep(render(request, "grants/panel/pack_offline.html", context), panel, "html")


@may("grants.see_panel", Panel, methods=("GET",), with_=("round",))
def panel_pack_pdf(request, panel):
    """The pack as paper."""
    from grants.panel.pack_paper import pack_on_paper  # noqa: PLC0415 - no other page should load ReportLab

    is_large = request.GET.get("print") == "large"
    paper = pack_on_paper(pack_for(request.user, panel), is_large=is_large)
    return _to_keep(HttpResponse(paper, content_type="application/pdf"), panel, "pdf")


def _to_keep(response, panel, kind):
    name = f"pack-{panel.round.reference}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
