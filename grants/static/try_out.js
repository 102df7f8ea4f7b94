// The budget bars move while decisions are tried out. The server adds up the same when it is asked.

const form = document.querySelector("[data-try-out]");

const number = (text) => Number(text.replace(/[£,\s]|days?/gi, "")) || 0;

const inPounds = (amount) =>
  "£" + amount.toLocaleString("en-GB", {
    minimumFractionDigits: Number.isInteger(amount) ? 0 : 2,
    maximumFractionDigits: 2,
  });

const asDays = (days) => days.toLocaleString("en-GB", { maximumFractionDigits: 2 });

const units = {
  pounds: { write: inPounds, over: "too much" },
  days: { write: asDays, over: "too many" },
};

function taken(line, unit) {
  const verdict = line.querySelector("select").value;
  if (verdict === "full") return Number(line.dataset[unit]);
  if (verdict === "part") return number(line.querySelector(`[name^="${unit}_"]`).value);
  return 0;
}

function addUp() {
  const lines = [...form.querySelectorAll("[data-line]")];
  for (const [unit, { write, over }] of Object.entries(units)) {
    const sum = Math.round(lines.reduce((all, line) => all + taken(line, unit), 0) * 100) / 100;
    const bar = form.querySelector(`[data-bar="${unit}"]`);
    const left = Math.round((Number(bar.getAttribute("max")) - sum) * 100) / 100;
    bar.value = sum;
    bar.classList.toggle("fund-bar--over", left < 0);
    form.querySelector(`[data-sum="${unit}"]`).textContent = write(sum);
    form.querySelector(`[data-left="${unit}"]`).textContent =
      left < 0 ? `${write(-left)} ${over}` : `${write(left)} left`;
  }
}

if (form) form.addEventListener("input", addUp);
