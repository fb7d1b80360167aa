// The form in a browser, second part: what stands on the page becomes fields to fill in.
//
// In:  root, what webform_body.py wrote: kinds of questions (data-q), columns of tables (data-c), words and answers (data-af)
// Out: fields, totals, tables, by address

const find = (selector, inside) => (inside || root).querySelector(selector);
const all = (selector, inside) => [...(inside || root).querySelectorAll(selector)];
const mark = (element, name, value) => element.setAttribute(name, value);
const on = (element, event, action) => element.addEventListener(event, action);
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
  on(field, "input", fit);
  on(field, "change", check);
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
    field.parentNode.append(note);
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
    on(undo, "click", () => {
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
  on(button, "click", () => find("textarea, input, select", addRow()).focus());
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
    for (const shown of all("bdi", holder)) shown.remove();
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
