// Every page works without this file. It only makes some of them nicer.
(function () {
  "use strict";

  // GOV.UK Frontend starts only where the page says that scripts run.
  document.body.classList.add("js-enabled");
  if ("noModule" in HTMLScriptElement.prototype) {
    document.body.classList.add("govuk-frontend-supported");
  }

  // Show a "Print this page" button where there is something to print with.
  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("[data-print]").forEach(function (button) {
      button.hidden = false;
      button.addEventListener("click", function () {
        window.print();
      });
    });
  });

  // A passkey that was not accepted: say so on the page, not in the console.
  document.addEventListener("allauth.error", function (event) {
    const problem = document.getElementById("passkey-problem");
    if (problem) {
      event.preventDefault();
      problem.hidden = false;
      problem.focus();
    }
  });
})();
