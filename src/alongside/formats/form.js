// The form in a browser, last part: totals, files of answers, and what people do. Nothing is sent anywhere, and nothing
// is stored before somebody asks for it.
//
// In:  fields, totals and tables of form_fields.js; how figures are read and worked out, of form_figures.js
// Out: a file of answers, and what this browser keeps

let keeping = false; // whether this browser keeps the answers
let unsaved = false;
let carried = {}; // answers of a file for which this size has no place: they stay with the others

// Figures of the form

let known = new Map(); // worked out since the last change
const isFigure = (address) => totals.has(address) || (fields.has(address) && fields.get(address).kind === "number");

const valueAt = (address) => {
  if (known.has(address)) return known.get(address);
  known.set(address, null); // where figures need each other in a circle
  let value = null;
  if (totals.has(address)) {
    const beside = (id) => address.replace(/[^.]+$/, id); // the cell of the same row
    const valueOf = (id) => valueAt(totals.has(beside(id)) || fields.has(beside(id)) ? beside(id) : id);
    value = workOut(totals.get(address).formula, valueOf, columnOf);
    if (value !== null) value = roundFigure(value);
  } else if (isFigure(address)) {
    const found = readFigure(fields.get(address).read(), language);
    value = found && found.value;
  }
  known.set(address, value);
  return value;
};

// The filled cells of a column; those that are no figures count as 1.
const columnOf = (table, column) => {
  const inside = (address) => address.startsWith(`${table}.`) && address.endsWith(`.${column}`);
  const count = (address) => (isEmpty(fields.get(address).read()) ? null : 1);
  const cells = [...fields.keys(), ...totals.keys()].filter(inside);
  return cells.map((address) => (isFigure(address) ? valueAt(address) : count(address))).filter((cell) => cell !== null);
};

// The answers as a file

const isHidden = (question) => root.classList.contains("af-light") && !question.classList.contains("af-l");
const unseen = () =>
  Object.keys(carried).length +
  [...fields.values()].filter((item) => isHidden(item.question) && !isEmpty(item.read())).length;

const asFile = () => {
  const answers = {};
  for (const address of [...fields.keys()].sort()) {
    const answer = fields.get(address).read();
    if (!isEmpty(answer)) answers[address] = answer;
  }
  Object.assign(answers, carried);
  if (sizes[0]) label["alongside-size"] = root.classList.contains("af-light") && !unseen() ? "light" : "standard";
  const size = Object.keys(carried).length ? { "alongside-size": "standard" } : {};
  return JSON.stringify(Object.assign({}, label, size, { answers }), null, 1);
};

// The field at an address; rows are added until it is there.
const reach = (address) => {
  const [table, row] = address.split(".");
  const addRow = tables.get(table);
  for (let last = 0; addRow && row <= 60 && !fields.has(address) && last < 60; last += 1) addRow();
  return fields.get(address);
};

// A figure from a form in another language, so that it means the same here.
const translate = (text, from) => {
  const found = from === language ? null : readFigure(text, from);
  return found ? String(found.value).replace(/(\.\d{3})$/, "$10") : text;
};

// Puts the answers of a file into the form; says what there was no place for.
const fill = (file, message) => {
  let left = 0;
  carried = {};
  for (const item of fields.values()) item.write("");
  for (const address of Object.keys(file.answers)) {
    const given = [].concat(file.answers[address]).map(String);
    const item = reach(address);
    const answer = item && item.kind === "number" ? translate(given[0], file["alongside-language"]) : given;
    if (item) item.write(item.kind ? String(answer) : answer);
    if (!item && file["alongside-language"] === language) carried[address] = Array.isArray(file.answers[address]) ? given : given[0];
    else if (!item || [].concat(item.read()).filter(Boolean).length < given.length) left += 1;
  }
  const size = sizes.find((input) => input.value === file["alongside-size"]);
  if (size) size.checked = true;
  unsaved = false;
  resize();
  tell(
    message,
    unseen() && say("unseen", { number: unseen() }),
    file["alongside-version"] !== label["alongside-version"] && words.version,
    file["alongside-language"] !== language && words.language,
    left && say("left", { number: left }),
  );
};

const readFile = (text) => {
  try {
    const file = JSON.parse(text);
    return file["alongside-tool"] === label["alongside-tool"] && Object.keys(file.answers) ? file : null;
  } catch {
    return null;
  }
};

const openFile = (text) => {
  const file = readFile(text);
  if (!file) tell(words.foreign);
  else if (unseen() || [...fields.values()].some((item) => !isEmpty(item.read())))
    agree(words.replace, () => fill(file, words.opened));
  else fill(file, words.opened);
};

// What the browser keeps. Some browsers refuse; then nothing is kept.

const keptBy = (action) => {
  try {
    return action(localStorage);
  } catch {
    return null;
  }
};

const keep = () =>
  keptBy((storage) => {
    storage.setItem(setting.key, store.textContent);
    return true;
  });

const forget = () => {
  keeping = false;
  keptBy((storage) => storage.removeItem(setting.key));
  carried = {};
  for (const item of fields.values()) item.write("");
  unsaved = false;
  update();
  tell(words.cleared);
};

// What people do

const update = () => {
  known = new Map();
  for (const [address, total] of totals) {
    const value = valueAt(address);
    total.shown.textContent = value === null ? "" : writeFigure(value, setting.signs);
  }
  const answered = new Set();
  for (const item of fields.values()) {
    const empty = isEmpty(item.read());
    if (!empty) answered.add(item.question);
    if (item.undo) item.undo.hidden = empty;
  }
  for (const [note, questions] of progress) {
    const asked = questions.filter((question) => !isHidden(question));
    const done = asked.filter((question) => answered.has(question)).length;
    note.textContent = say("progress", { done, all: asked.length });
  }
  store.textContent = asFile().replace(/</g, "\\u003c"); // so that it stays inside when somebody saves the page
  return !keeping || keep();
};

const changed = () => {
  const went = update();
  unsaved = !keeping || !went;
  tell(!went ? words.unable : keeping ? words.kept : words.unsaved);
};

const resize = () => {
  const chosen = sizes.find((input) => input.checked);
  root.classList.toggle("af-light", Boolean(chosen) && chosen.value === "light");
  update();
  if (unseen()) tell(say("unseen", { number: unseen() }));
};

const unfold = (open) => {
  find(".af-more").hidden = !open;
  mark(find("[data-do=more]"), "aria-expanded", open);
};

let agreed = null; // what to do when somebody agrees
const agree = (question, action) => {
  agreed = action;
  unfold(false);
  find(".af-ask p").textContent = question;
  find(".af-ask").hidden = false;
  find("[data-do=no]").focus();
};
const answer = (yes) => {
  find(".af-ask").hidden = true;
  find("[data-do=more]").focus();
  if (yes) agreed();
};

const picker = make("input", { type: "file", accept: ".json", hidden: true }, find(".af-bar"));
on(picker, "change", () => {
  const reader = new FileReader();
  reader.onload = () => openFile(reader.result);
  if (picker.files[0]) reader.readAsText(picker.files[0]);
  picker.value = "";
});

const actions = {
  more: () => unfold(find(".af-more").hidden),
  save: () => {
    const file = new Blob([asFile()], { type: "application/json" });
    const link = make("a", { href: URL.createObjectURL(file), download: `${setting.stem}-answers.json` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 9999);
    unsaved = false;
    tell(words.saved);
  },
  open: () => picker.click(),
  keep: () => {
    keeping = true;
    changed();
  },
  clear: () => agree(words.erase, forget),
  print: () => window.print(),
  yes: () => answer(true),
  no: () => answer(false),
};

on(root, "click", (event) => {
  const button = event.target.closest("[data-do]");
  if (button) actions[button.dataset.do]();
});
on(root, "input", (event) => {
  if (event.target.name === "af-size") resize();
  else if (event.target.closest("[data-q]")) changed();
});
on(root, "keydown", (event) => {
  if (event.key === "Enter" && event.target.rows === 1 && !event.isComposing) event.preventDefault();
});
on(root, "focusin", (event) => {
  const bar = find(".af-bar");
  const { top, bottom } = event.target.getBoundingClientRect();
  const covered = Math.min(bottom, top + 150) - bar.getBoundingClientRect().top;
  if (covered > 0 && !bar.contains(event.target)) window.scrollBy(0, covered + 20);
});
on(window, "storage", (event) => {
  if (event.key !== setting.key || event.newValue !== null) return;
  keeping = false; // cleared in another window; what stands here is now nowhere else
  changed();
});
on(window, "beforeunload", (event) => {
  if (!unsaved) return;
  event.preventDefault();
  event.returnValue = "";
});

// Beginning

all("[data-q]").forEach(ask);

const parts = all("section");
const contents = make("nav", { className: "af-toc" });
mark(contents, "aria-label", words.contents);
const entries = make("ol", {}, contents);
const progress = new Map();
for (const part of parts) {
  const title = find("h2", part);
  const questions = all("[data-q]", part).filter((question) => !question.dataset.q.startsWith("total "));
  const entry = make("li", { className: part.className }, entries);
  make("a", { href: `#${part.id}`, textContent: title.textContent }, entry);
  if (questions.length === 0) continue;
  const note = make("p", { className: "af-n" });
  title.after(note);
  progress.set(note, questions);
}
if (parts.length > 3) root.insertBefore(contents, parts[0]);
root.classList.add("af-on");

const before = keptBy((storage) => readFile(storage.getItem(setting.key)));
if (Object.keys(label.answers).length) fill(label);
else if (before) {
  fill(before, words.restored);
  keeping = true;
} else resize();
