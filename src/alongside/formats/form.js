// The form in a browser. Nothing is sent anywhere, and nothing is stored before somebody asks for it.
//
// In:  what webform_body.py wrote: kinds of questions (data-q), columns of tables (data-c), words and answers (data-af)
// Out: fields to fill in, figures that work themselves out, a file of answers

const root = document.querySelector("[data-alongside-form]");
const find = (selector, inside) => (inside || root).querySelector(selector);
const all = (selector, inside) => [...(inside || root).querySelectorAll(selector)];
const mark = (element, name, value) => element.setAttribute(name, value);
const make = (name, properties, parent) => {
  const element = Object.assign(document.createElement(name), properties);
  mark(element, "data-made", "");
  if (parent) parent.append(element);
  return element;
};

// A page that somebody saved from the browser holds what this script made. It is taken away and made anew.
find(".af-more").hidden = find(".af-ask").hidden = true;
for (const line of all("label[data-made]")) line.replaceWith(...line.childNodes);
for (const element of all("[data-made]")) element.remove();

const setting = JSON.parse(find("[data-af=setting]").textContent);
const words = setting.words;
const say = (message, values) => words[message].replace(/%\((\w+)\)s/g, (whole, name) => values[name]);
const store = find("[data-af=answers]");
const label = JSON.parse(store.textContent);
const language = label["alongside-language"];
const sizes = all("[name=af-size]");
const state = find(".af-state");

const fields = new Map(); // by address: its question, and how to read and write it
const totals = new Map(); // by address: the formula, and where its value is shown
const tables = new Map(); // by id: how to add a row
let keeping = false;
let unsaved = false;

const tell = (...messages) => {
  const text = messages.filter(Boolean).join(" ");
  if (state.textContent !== text) state.textContent = text;
};

// Fields

const isEmpty = (answer) => answer.length === 0;

// Puts a field, or the place of a total, at the beginning of its holder.
const place = (address, question, [kind, ...details], holder) => {
  if (kind === "total") {
    const shown = make("output", { className: "af-total" });
    mark(shown, "aria-live", "off"); // dozens may change with one key
    totals.set(address, { formula: JSON.parse(details[0]), shown });
    holder.prepend(shown);
    return shown;
  }
  const name = kind === "text" ? "textarea" : kind === "one" ? "select" : "input";
  const field = make(name, { className: `af-${kind}`, autocomplete: "off", spellcheck: false, placeholder: " " });
  if (kind === "text") field.rows = details[0] || 1;
  if (kind === "number") field.inputMode = "decimal";
  if (kind === "day") field.type = "date";
  if (kind === "one") fillSelect(field, setting.lists[details[0]]);
  holder.prepend(field);
  const oneLine = kind === "text" && field.rows === 1;
  const fit = () => {
    field.classList.toggle("af-empty", !field.value);
    if (kind !== "text") return;
    if (oneLine && field.value.includes("\n")) field.value = field.value.replace(/\n/g, " ");
    field.dir = field.value ? "auto" : "";
    while (field.value && field.scrollHeight > field.clientHeight + 3 && field.rows < 60) field.rows += 1;
  };
  const check = () => comment(field, kind === "number" ? doubtAbout(field.value, details) : "");
  const write = (text) => {
    if (field.value === text) return;
    field.value = kind !== "day" || /^\d{4}-\d\d-\d\d$/.test(text) ? text : "";
    fit();
    check();
  };
  fields.set(address, { question, kind, field, write, read: () => field.value.trim() });
  field.addEventListener("input", fit);
  field.addEventListener("change", check);
  fit();
  return field;
};

const fillSelect = (field, choices) => {
  make("option", { value: "" }, field);
  let aside = false;
  for (const [value, textContent, isAside] of choices) {
    if (isAside && !aside) make("hr", {}, field);
    aside = isAside;
    make("option", { value, textContent }, field);
  }
};

// What to say about a figure: that it cannot be read, can be read in two ways, or is out of bounds.
const doubtAbout = (text, [least, most, decimals]) => {
  if (!text.trim()) return "";
  const found = readFigure(text, language);
  if (!found) return words.unread;
  const { value, doubt } = found;
  if (doubt) return say("either", { figure: writeFigure(value, setting.signs) });
  const outside = value < parseFloat(least) || value > parseFloat(most);
  return outside || (decimals === "0" && value % 1) ? words.unfit : "";
};

// A remark under a field, read aloud when it appears.
const comment = (field, message) => {
  const id = `${field.id}-note`;
  const old = document.getElementById(id);
  const described = (field.getAttribute("aria-describedby") || "").split(" ").filter((other) => other && other !== id);
  if (old && old.textContent === message) return;
  if (old) old.remove();
  if (message) {
    const note = make("span", { id, className: "af-note", textContent: message });
    mark(note, "role", "alert");
    field.after(note);
    described.push(id);
  }
  mark(field, "aria-invalid", message === words.unread || message === words.unfit);
  mark(field, "aria-describedby", described.join(" "));
};

// A list of choices, each with its button; a single choice can be taken back.
const choose = (address, question, [kind, ...ids], name) => {
  const list = find("ul", question);
  list.classList.add(`af-${kind}`);
  mark(list, "role", kind === "many" ? "group" : "radiogroup");
  mark(list, "aria-labelledby", name.id);
  const inputs = all("li", list).map((item, index) => {
    const line = make("label");
    const input = make("input", { type: kind === "many" ? "checkbox" : "radio", name: `in-${address}`, value: ids[index] });
    line.append(input, ...item.childNodes);
    item.append(line);
    item.classList.remove("af-yes");
    mark(item, "role", "none");
    return input;
  });
  const chosen = () => inputs.filter((input) => input.checked).map((input) => input.value);
  const write = (answer) => {
    for (const input of inputs) input.checked = [].concat(answer).includes(input.value);
  };
  const read = () => (kind === "many" ? chosen() : chosen()[0] || "");
  const undo = kind === "many" ? null : make("button", { className: "af-undo", textContent: words.undo });
  if (undo) {
    list.after(undo);
    undo.addEventListener("click", () => {
      write("");
      inputs[0].focus();
      changed();
    });
  }
  fields.set(address, { question, write, read, undo, field: list });
};

const fillTable = (id, question) => {
  const table = find("table", question);
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells].map((cell) => cell.textContent);
  const columns = table.dataset.c.split(";").map((column) => column.split(" "));
  const given = table.dataset.r ? table.dataset.r.split(" ") : null;
  const fill = (row, index) => {
    const cells = [...row.cells];
    const name = given ? cells.shift().textContent : say("row", { number: index + 1 });
    columns.forEach(([column, ...shape], at) => {
      const cell = cells[at];
      const head = heads[given ? at + 1 : at];
      const address = `${id}.${given ? given[index] : index + 1}.${column}`;
      cell.textContent = "";
      mark(cell, "data-label", head);
      const field = place(address, question, shape, cell);
      field.id = `in-${address}`;
      mark(field, "aria-label", `${name}: ${head}`);
    });
  };
  [...body.rows].forEach(fill);
  if (given) return;
  const button = make("button", { className: "af-add", textContent: words.add });
  table.after(button);
  const addRow = () => {
    if (body.rows.length >= 60) return false;
    const row = body.rows[0].cloneNode(true);
    body.append(row);
    fill(row, body.rows.length - 1);
    button.hidden = body.rows.length >= 60;
    return row;
  };
  tables.set(id, addRow);
  button.addEventListener("click", () => find("textarea, input, select", addRow()).focus());
};

const ask = (question) => {
  const id = question.id.slice(2);
  const shape = question.dataset.q.split(" ");
  const name = question.firstElementChild;
  const hint = question.children[1];
  name.id = `of-${id}`;
  if (shape[0] === "table") {
    mark(find("table", question), "aria-labelledby", name.id);
    fillTable(id, question);
    return;
  }
  if (find("ul", question)) choose(id, question, shape, name);
  else {
    const holder = find(".af-f", question) || make("p", { className: "af-f" });
    if (!holder.parentNode) question.insertBefore(holder, find(".af-s", question));
    for (const shown of all("b", holder)) shown.remove();
    const field = place(id, question, shape, holder);
    field.id = `in-${id}`;
    const line = make("label", { htmlFor: field.id });
    line.append(...name.childNodes);
    name.append(line);
  }
  if (hint && hint.tagName === "P" && !hint.className) {
    hint.id = `hint-${id}`;
    if (fields.has(id)) mark(fields.get(id).field, "aria-describedby", hint.id);
  }
};

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
const unseen = () => [...fields.values()].filter((item) => isHidden(item.question) && !isEmpty(item.read())).length;

const asFile = () => {
  const answers = {};
  for (const address of [...fields.keys()].sort()) {
    const answer = fields.get(address).read();
    if (!isEmpty(answer)) answers[address] = answer;
  }
  if (sizes[0]) label["alongside-size"] = root.classList.contains("af-light") && !unseen() ? "light" : "standard";
  return JSON.stringify(Object.assign({}, label, { answers }), null, 1);
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
  for (const item of fields.values()) item.write("");
  for (const address of Object.keys(file.answers)) {
    const given = [].concat(file.answers[address]).map(String);
    const item = reach(address);
    const answer = item && item.kind === "number" ? translate(given[0], file["alongside-language"]) : given;
    if (item) item.write(item.kind ? String(answer) : answer);
    if (!item || [].concat(item.read()).filter(Boolean).length < given.length) left += 1;
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
  else if (unsaved) agree(words.replace, () => fill(file, words.opened));
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

let agreed = null; // what to do when somebody agrees
const agree = (question, action) => {
  agreed = action;
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
picker.addEventListener("change", () => {
  const reader = new FileReader();
  reader.onload = () => openFile(reader.result);
  if (picker.files[0]) reader.readAsText(picker.files[0]);
  picker.value = "";
});

const actions = {
  more: () => {
    const more = find(".af-more");
    more.hidden = !more.hidden;
    mark(find("[data-do=more]"), "aria-expanded", !more.hidden);
  },
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

root.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  if (button) actions[button.dataset.do]();
});
root.addEventListener("input", (event) => {
  if (event.target.name === "af-size") resize();
  else if (event.target.closest("[data-q]")) changed();
});
root.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.rows === 1 && !event.isComposing) event.preventDefault();
});
window.addEventListener("beforeunload", (event) => {
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
