// The register at the door keeps working when the signal drops. Each tap gets a key on this phone,
// waits in its storage, and is sent until the server has it; the same key twice is one tap.
// Without this file each tap is a form of its own.
(function () {
  "use strict";

  const form = document.querySelector("form[data-register]");
  const walkIn = document.querySelector("form[data-walk-in]");
  if (!form || !window.fetch || !window.localStorage || !window.crypto.randomUUID) return;
  const store = "register/" + form.dataset.register;
  const signal = document.getElementById("signal");
  const forNobody = document.getElementById("for-nobody");
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const words = { arrived: "Here", left_early: "Left early", not_here: "Not here" };
  const SOON = 15000;
  const LONGEST_WAIT = 10000;
  let isSending = false;
  let whyOver = ""; // this register takes nothing more, so the phone need not ask again

  function kept() {
    try {
      return JSON.parse(localStorage.getItem(store)) || [];
    } catch (fault) {
      return [];
    }
  }

  function keep(taps) {
    if (taps.length) localStorage.setItem(store, JSON.stringify(taps));
    else localStorage.removeItem(store);
  }

  function add(tap) {
    keep(kept().concat([Object.assign({ key: crypto.randomUUID(), at: new Date().toISOString() }, tap)]));
    send();
  }

  function clock(at) {
    return at.toLocaleTimeString("en-GB", { hour: "numeric", minute: "2-digit", hour12: true }).replace(" ", "");
  }

  function paint(row, what, at) {
    const mark = what === "undone" ? "" : what;
    const says = row.querySelector("[data-says]");
    row.dataset.mark = mark;
    says.replaceChildren();
    if (mark) {
      const tag = document.createElement("strong");
      tag.className = "govuk-tag fund-tag fund-tag--" + mark;
      tag.textContent = words[mark];
      const when = document.createElement("span");
      when.className = "fund-quiet";
      when.textContent = " " + clock(at);
      says.append(tag, when);
    }
    row.querySelectorAll("[data-when]").forEach(function (button) {
      button.hidden = button.dataset.when !== mark;
    });
  }

  // Somebody who came without a booking has no buttons until the server knows them.
  function show(tap) {
    const row = document.createElement("li");
    row.className = "fund-register__row";
    row.dataset.key = tap.key;
    row.dataset.words = tap.name;
    const who = document.createElement("span");
    who.className = "fund-register__who";
    const name = document.createElement("strong");
    name.textContent = tap.name;
    const how = document.createElement("span");
    how.className = "fund-quiet";
    how.textContent = "came without a booking";
    who.append(name, " ", how);
    const says = document.createElement("span");
    says.className = "fund-register__mark";
    says.dataset.says = "";
    row.append(who, says);
    form.querySelector(".fund-register").append(row);
    paint(row, "arrived", new Date(tap.at));
  }

  function tell(text, isBad) {
    signal.textContent = text;
    signal.className = isBad ? "govuk-inset-text" : "govuk-body";
  }

  function waiting() {
    const number = kept().length;
    return number === 1 ? "1 tap waits on this phone." : number + " taps wait on this phone.";
  }

  // What is for nobody here is sent no more; the sentence stays on the page with their names.
  function giveUp(keys, says) {
    const lost = kept().filter(function (tap) { return keys.includes(tap.key); });
    const names = lost.map(function (tap) {
      const row = form.querySelector('[data-place="' + tap.place + '"]');
      if (!row) return "";
      paint(row, "undone");
      return row.querySelector("strong").textContent;
    });
    const who = names.filter(Boolean).join(", ");
    const line = document.createElement("p");
    line.className = "govuk-inset-text";
    line.textContent = says + (who ? " It was for: " + who + "." : "");
    forNobody.append(line);
    keep(kept().filter(function (tap) { return !keys.includes(tap.key); }));
  }

  async function send() {
    const taps = kept();
    if (isSending || !taps.length) return;
    if (whyOver) {
      const says = whyOver + " " + waiting();
      if (signal.textContent !== says) tell(says, true); // read out once, not again and again
      return;
    }
    isSending = true;
    try {
      const answer = await fetch(form.dataset.taps, {
        method: "POST",
        redirect: "manual",
        signal: AbortSignal.timeout(LONGEST_WAIT),
        headers: { "X-CSRFToken": token },
        body: new URLSearchParams({ taps: JSON.stringify(taps.slice(0, 400)) }),
      });
      if (answer.ok) {
        const said = await answer.json();
        const known = new Set(said.kept);
        keep(kept().filter(function (tap) { return !known.has(tap.key); }));
        if (said.for_nobody.length) giveUp(said.for_nobody, said.says);
        if (!kept().length) tell(said.kept.length ? "All is saved, " + clock(new Date()) + "." : "");
      } else if (answer.status === 409) {
        const said = await answer.json();
        if (said.is_final) whyOver = said.says;
        tell(said.says + " " + waiting(), true);
      } else {
        tell("You are signed out. " + waiting() + " Sign in again in a new tab, and come back here: it is sent then.", true);
      }
    } catch (fault) {
      tell("No signal. " + waiting() + " Go on: it is sent when the signal is back.", true);
    } finally {
      isSending = false;
    }
  }

  form.addEventListener("click", function (event) {
    const button = event.target.closest("button[data-when]");
    if (!button) return;
    event.preventDefault();
    const [place, what] = button.value.split("/");
    const row = button.closest("[data-place]");
    paint(row, what, new Date());
    const next = row.querySelector("button[data-when]:not([hidden])");
    if (next) next.focus();
    add({ place: Number(place), what: what });
  });

  if (walkIn && form.querySelector(".fund-register")) {
    walkIn.addEventListener("submit", function (event) {
      const name = walkIn.elements.name.value.trim();
      const email = walkIn.elements.email;
      if (!name || name.length > 120 || !email.checkValidity()) return; // the server says what is wrong
      event.preventDefault();
      add({ place: null, what: "arrived", name: name, email: email.value.trim() });
      const last = kept().slice(-1)[0];
      show(last || { name: name, at: new Date().toISOString() });
      walkIn.reset();
      walkIn.elements.name.focus();
    });
  }

  const find = document.getElementById("name");
  if (find && find.closest(".fund-register__find")) {
    find.addEventListener("input", function () {
      const wanted = find.value.trim().toLocaleLowerCase();
      form.querySelectorAll(".fund-register__row").forEach(function (row) {
        row.hidden = !row.dataset.words.toLocaleLowerCase().includes(wanted);
      });
    });
  }

  // What an earlier visit left is on the page at once, and on its way.
  kept().forEach(function (tap) {
    const row = tap.place && form.querySelector('[data-place="' + tap.place + '"]');
    if (row) paint(row, tap.what, new Date(tap.at));
    else if (!tap.place) show(tap);
  });
  window.addEventListener("online", send);
  window.setInterval(send, SOON);
  send();
})();
