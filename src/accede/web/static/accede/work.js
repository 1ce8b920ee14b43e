// Pages for people at work: drafts save themselves, and the keyboard moves along lists. Everything works without.
(function () {
  "use strict";

  document.querySelectorAll("form[data-autosave]").forEach(function (form) {
    const state = form.querySelector("[data-autosave-state]");
    let timer = 0;
    let running = false;
    let stopped = false;

    async function save() {
      if (running || stopped) { return; }
      running = true;
      try {
        const response = await fetch(form.dataset.autosave, { method: "POST", body: new FormData(form), credentials: "same-origin" });
        if (response.redirected) { stopped = true; return; }
        const text = await response.text();
        if (response.ok || response.status === 409 || response.status === 400) { state.textContent = text; }
        const version = response.headers.get("X-Version");
        if (version) { form.elements.seen.value = version; }
        if (response.status === 409) { stopped = true; }
      } catch (error) {
        state.textContent = "";
      } finally {
        running = false;
      }
    }

    form.addEventListener("input", function () {
      window.clearTimeout(timer);
      timer = window.setTimeout(save, 1500);
    });
    form.addEventListener("submit", function () { stopped = true; window.clearTimeout(timer); });
  });

  const lists = document.querySelectorAll("[data-keys]");
  if (lists.length) {
    const links = function () { return Array.from(document.querySelectorAll("[data-keys] a[href]")); };
    document.addEventListener("keydown", function (event) {
      if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, textarea, select, button")) { return; }
      if (event.key !== "j" && event.key !== "k") { return; }
      const all = links();
      const here = all.indexOf(document.activeElement);
      const next = all[Math.min(Math.max(here + (event.key === "j" ? 1 : -1), 0), all.length - 1)];
      if (next) { next.focus(); event.preventDefault(); }
    });
  }
})();
