// Keeps what is written in a section, or in an assessor’s draft: some three seconds after the last key, and on leaving.
// The page works without this file: then a button saves it.
(function () {
  "use strict";

  const form = document.querySelector("form[data-autosave]");
  if (!form || !window.fetch || !window.URLSearchParams || !form.requestSubmit) return;

  const QUIET = 3000;
  const LONGEST_WAIT = 30000;
  const MOST_ON_LEAVING = 60000; // browsers send no more than 64 KB once a page is gone
  const byHand = "“" + (form.dataset.autosave || "Save and continue") + "”"; // what saves it by hand
  const REFUSED = { problem: "Not saved by itself. Press " + byHand + " to save it." };
  const version = form.elements.version;
  const words = form.querySelector("[data-autosave-words]");
  const both = form.querySelector("[data-autosave-both]");

  let kept = written();
  let timer = null;
  let flying = null; // the save that is on its way
  let unsure = null; // what was sent without an answer: it may have been saved
  let failures = 0;
  let isStopped = false;
  let isLeaving = false;

  function body() {
    return new URLSearchParams(new FormData(form));
  }

  // What people write, without what the page adds.
  function written() {
    const typed = body();
    typed.delete("csrfmiddlewaretoken");
    typed.delete("version");
    return typed.toString();
  }

  function isWaiting() {
    return unsure !== null || written() !== kept;
  }

  function say(sentence, isProblem) {
    words.classList.toggle("fund-saved--problem", Boolean(isProblem));
    if (words.textContent !== sentence) words.textContent = sentence;
  }

  function later(milliseconds) {
    window.clearTimeout(timer);
    if (!isStopped) timer = window.setTimeout(save, milliseconds);
  }

  function post(typed, isLast) {
    return fetch(form.getAttribute("action") || window.location.href, {
      method: "POST",
      body: typed,
      headers: { "X-Autosave": "1", Accept: "application/json" },
      credentials: "same-origin",
      redirect: "manual",
      keepalive: Boolean(isLast) && typed.toString().length < MOST_ON_LEAVING,
    });
  }

  // Save what stands there; the answer says whether the server has it all now.
  function save(isLast) {
    window.clearTimeout(timer);
    if (isStopped) return Promise.resolve(false);
    if (flying) return flying;
    if (!isWaiting()) return Promise.resolve(true);
    flying = send(isLast === true).finally(function () {
      flying = null;
    });
    return flying;
  }

  async function send(isLast) {
    // What may have been saved already goes first, so that nobody seems to stand in our way.
    const typed = unsure || body();
    typed.set("version", version.value);
    const content = contentOf(typed);
    let answer;
    try {
      answer = await post(typed, isLast);
      if (answer.status === 403) {
        const told = await answer.json().catch(() => ({ token: "" }));
        if (!told.token) return stop(REFUSED);
        form.elements.csrfmiddlewaretoken.value = told.token;
        typed.set("csrfmiddlewaretoken", told.token);
        answer = await post(typed, isLast);
      }
      if (answer.type === "opaqueredirect") return signedOut();
      if (answer.status === 409) return stop(await answer.json());
      if (answer.status >= 400 && answer.status < 500) return stop(REFUSED);
      if (!answer.ok) throw new Error("It was not saved.");
      const told = await answer.json();
      version.value = told.version;
      kept = content;
      unsure = null;
      failures = 0;
      if (isWaiting()) {
        later(QUIET / 3);
        return false;
      }
      say("Saved at " + told.saved_at, false);
      return true;
    } catch (fault) {
      unsure = typed;
      return tryAgain(
        "Not saved yet. We can’t reach the service just now. Keep this page open: we’ll keep trying."
      );
    }
  }

  function contentOf(typed) {
    const content = new URLSearchParams(typed);
    content.delete("csrfmiddlewaretoken");
    content.delete("version");
    return content.toString();
  }

  function tryAgain(sentence) {
    failures += 1;
    say(sentence, true);
    later(Math.min(QUIET * failures, LONGEST_WAIT));
    return false;
  }

  function signedOut() {
    return tryAgain(
      "Not saved: you are signed out. Press " + byHand + " and sign in again. We’ll keep what you typed."
    );
  }

  // Somebody else’s words stand there now, or it was sent: only the person can go on.
  function stop(told) {
    isStopped = true;
    unsure = null;
    window.clearTimeout(timer);
    say(told.problem, true);
    both.hidden = !told.is_clash;
    return false;
  }

  form.addEventListener("input", function () {
    later(failures ? Math.min(QUIET * failures, LONGEST_WAIT) : QUIET);
  });
  form.addEventListener("change", function () {
    later(QUIET);
  });
  window.addEventListener("online", function () {
    later(0);
  });
  // A browser that comes back to a page may put older words into its boxes.
  window.addEventListener("pageshow", function () {
    isLeaving = false;
    if (isWaiting()) later(QUIET);
  });

  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState === "hidden" && !isLeaving) save(true);
  });

  window.addEventListener("pagehide", function () {
    if (isLeaving || isStopped || !isWaiting()) return;
    if (!flying) {
      save(true);
      return;
    }
    const typed = body();
    typed.set("version", Number(version.value) + 1); // the one on its way arrives before it
    post(typed, true).catch(function () {});
  });

  window.addEventListener("beforeunload", function (event) {
    if (!isLeaving && (failures || isStopped) && isWaiting()) event.preventDefault();
  });

  // A button saves first in the background: should the service be away, the page stays.
  form.addEventListener("submit", async function (event) {
    if (isLeaving || isStopped) {
      isLeaving = true;
      return;
    }
    if (!flying && !isWaiting()) {
      isLeaving = true;
      return;
    }
    event.preventDefault();
    const button = event.submitter;
    const before = failures;
    if (flying) await flying;
    for (let tries = 0; tries < 3 && isWaiting() && !isStopped && failures === before; tries += 1) {
      await save();
    }
    if (failures > before && words.textContent.indexOf("signed out") < 0) {
      words.scrollIntoView({ block: "nearest" });
      return;
    }
    isLeaving = true;
    window.clearTimeout(timer);
    form.requestSubmit(button);
  });
})();
