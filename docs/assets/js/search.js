// The search page: asks Pagefind's index, which lies on this site, and lists what it finds. Loads nothing before a query.
const form = document.querySelector(".al-searchform");
const field = document.getElementById("q");
const state = document.getElementById("state");
const results = document.getElementById("results");
const MOST = 20;
let engine;

function entry(found) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = found.url;
  link.textContent = found.meta.title;
  const text = document.createElement("p");
  // The excerpt is text with <mark> in it: taken apart, so that nothing but these marks can come to life.
  for (const [index, part] of found.excerpt.split(/<\/?mark>/).entries()) {
    const piece = document.createElement(index % 2 ? "mark" : "span");
    const inert = document.createElement("template");
    inert.innerHTML = part;
    piece.textContent = inert.content.textContent;
    text.append(piece);
  }
  item.append(link, text);
  return item;
}

async function search(words) {
  results.replaceChildren();
  state.textContent = "";
  if (!words.trim()) return;
  try {
    engine ??= await import(new URL(form.dataset.index + "pagefind.js", document.baseURI));
    const answer = await engine.search(words);
    const found = await Promise.all(answer.results.slice(0, MOST).map((result) => result.data()));
    state.textContent = found.length ? `${state.dataset.some} ${answer.results.length}` : state.dataset.none;
    results.replaceChildren(...found.map(entry));
  } catch (error) {
    state.textContent = state.dataset.broken;
  }
}

// The words stay out of the page's address: an address is kept in the history, and a reload would send it to the server.
form.addEventListener("submit", (event) => {
  event.preventDefault();
  search(field.value);
});
form.hidden = false;
