/* The request writer with scripts: answers are stored in this browser alone, saved to and loaded from a file, and the list of
   what is missing follows as one writes, by the rules that the server exports. Nothing is sent until a document is asked for. */
(() => {
  "use strict";
  const form = document.getElementById("writer");
  if (!form) return;
  const say = form.dataset;
  const rules = JSON.parse(say.rules);
  const words = JSON.parse(say.levels);
  const FORMAT = "accede-request-1";
  const key = `accede.request?${say.case}`;
  const at = (id) => document.getElementById(id);

  const fields = [...new Set([...form.elements].map((it) => it.name).filter(Boolean))];
  const controls = (name) => [...form.elements].filter((it) => it.name === name);
  const isChoice = (it) => it.type === "checkbox" || it.type === "radio";

  // Answers as the server sees them: trimmed text, or the list of what is chosen.
  function read() {
    const found = {};
    for (const name of fields) {
      const own = controls(name);
      const chosen = own.filter((it) => it.checked).map((it) => it.value);
      found[name] = own[0].type === "checkbox" ? chosen : own[0].type === "radio" ? (chosen[0] ?? "") : own[0].value;
    }
    return found;
  }
  function write(answers) {
    for (const name of fields) {
      if (!Object.hasOwn(answers, name)) continue;
      const given = answers[name];
      const chosen = (Array.isArray(given) ? given : [given]).map(String);
      for (const it of controls(name)) {
        if (isChoice(it)) it.checked = chosen.includes(it.value);
        else if (it.tagName === "SELECT") it.value = [...it.options].some((one) => one.value === chosen[0]) ? chosen[0] : it.value;
        else it.value = (chosen[0] ?? "").slice(0, it.maxLength > 0 ? it.maxLength : undefined);
      }
    }
  }

  // The rules, as accede.cooperation.writer.check goes by them.
  const listed = (value) => (Array.isArray(value) ? value : value ? [value] : []);
  const holds = (test, values) => {
    const chosen = listed(values[test.field]);
    const one = chosen.length === 1 && chosen[0] === test.value;
    switch (test.test) {
      case "is": case "only": return one;
      case "is-not": return !one;
      case "has": return chosen.includes(test.value);
      case "empty": return chosen.length === 0;
      default: throw new Error(test.test);
    }
  };
  const levelOf = (rule, values) => rule.rules.find((it) => it.when.every((test) => holds(test, values)))?.level ?? "optional";
  function values() {
    const found = {};
    for (const [name, value] of Object.entries(read())) found[name] = Array.isArray(value) ? value : value.trim();
    found.kind = say.kind;
    found.conclusion = say.conclusion;
    found.instruments = [...new Set(listed(found.bases).map((it) => it.split("~")[0]))];
    return found;
  }

  let lastCount = "";
  function check() {
    const given = values();
    const missing = { required: [], advised: [] };
    const open = new Map();
    let needed = 0;
    for (const rule of rules) {
      const level = levelOf(rule, given);
      const tag = form.querySelector(`[data-level-of="${CSS.escape(rule.key)}"]`);
      if (tag && words[level]) {
        tag.className = `level level-${level}`;
        tag.textContent = words[level];
      }
      if (level !== "required" && level !== "advised") continue;
      const answer = listed(given[rule.field]);
      const there = rule.choice ? answer.includes(rule.choice) : answer.length > 0;
      if (level === "required") needed += 1;
      if (there) continue;
      missing[level].push(rule);
      const section = form.querySelector(`[data-field="${CSS.escape(rule.field)}"]`)?.closest("[data-section]")?.dataset.section;
      if (level === "required" && section) open.set(section, (open.get(section) ?? 0) + 1);
    }
    for (const level of ["required", "advised"]) {
      at(`missing-${level}`).replaceChildren(...missing[level].map(link));
      at(`nothing-${level}`).hidden = missing[level].length > 0;
    }
    at("progress").max = needed;
    at("progress").value = needed - missing.required.length;
    at("counted").textContent = `${needed - missing.required.length} / ${needed}`;
    for (const state of form.querySelectorAll("[data-state-of]")) {
      const number = open.get(state.dataset.stateOf) ?? 0;
      state.textContent = `${say.open} ${number}`;
    }
    const count = at("counted").textContent;
    if (lastCount && count !== lastCount) at("counted-aloud").textContent = count;
    lastCount = count;
  }
  function link(rule) {
    const item = document.createElement("li");
    const anchor = document.createElement("a");
    anchor.href = `#f-${rule.field}`;
    anchor.textContent = form.querySelector(`[data-label="${CSS.escape(rule.key)}"]`)?.textContent ?? rule.key;
    item.append(anchor);
    return item;
  }

  // Storage in this browser.
  let beginning = read();
  function store() {
    try {
      localStorage.setItem(key, JSON.stringify({ format: FORMAT, case: say.case, answers: read() }));
      at("saved").textContent = say.saved;
    } catch {
      at("saved").textContent = say.notSaved;
    }
  }
  const stored = () => {
    try {
      return JSON.parse(localStorage.getItem(key) ?? "null");
    } catch {
      return null;
    }
  };
  let waiting = 0;
  function changed() {
    check();
    clearTimeout(waiting);
    waiting = setTimeout(store, 300);
  }
  form.addEventListener("input", changed);
  window.addEventListener("pagehide", () => {
    if (!waiting) return;
    clearTimeout(waiting);
    waiting = 0;
    store();
  });

  at("clear").addEventListener("click", () => {
    if (!window.confirm(say.confirm)) return;
    clearTimeout(waiting);
    waiting = 0;
    try {
      localStorage.removeItem(key);
    } catch { /* nothing is stored then */ }
    write(beginning);
    check();
    at("saved").textContent = say.cleared;
  });
  at("save-file").addEventListener("click", () => {
    const text = JSON.stringify({ format: FORMAT, case: say.case, answers: read() }, null, 1);
    const anchor = document.createElement("a");
    anchor.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    anchor.download = "request.json";
    anchor.click();
    setTimeout(() => URL.revokeObjectURL(anchor.href), 1000);
  });
  at("load-file").addEventListener("change", async (event) => {
    const file = event.target.files[0];
    event.target.value = "";
    if (!file) return;
    try {
      if (file.size > 2_000_000) throw new Error("size");
      const held = JSON.parse(await file.text());
      if (held?.format !== FORMAT || typeof held.answers !== "object" || held.answers === null) throw new Error("format");
      write(held.answers);
      changed();
      store();
      at("saved").textContent = held.case === say.case ? say.loaded : say.otherCase;
    } catch {
      at("saved").textContent = say.notLoaded;
    }
  });

  // A page that the server filled in shows what was just sent; otherwise what this browser holds.
  if (!say.checked) {
    const held = stored();
    if (held?.format === FORMAT && held.answers) {
      write(held.answers);
      at("saved").textContent = say.saved;
    }
  }
  check();
})();
