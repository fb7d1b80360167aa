// The filters of the directory. Without this script the page is a list by region; with it, what is chosen stands after
// the # of the address, so that it can be shared and is never sent to a server.
const form = document.querySelector(".al-filter");
if (form) {
  const cards = [...document.querySelectorAll(".al-cards--partners > li")];
  const found = document.getElementById("found");
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const texts = new Map(cards.map((card) => [card, plain(card.textContent)]));

  const fits = (card, chosen) =>
    chosen.every(([name, value]) =>
      name === "text"
        ? plain(value).split(/\s+/).every((word) => texts.get(card).includes(word))
        : (card.dataset[name] ?? "").split(" ").includes(value),
    );

  const show = () => {
    const chosen = [...new FormData(form)].filter(([, value]) => value.trim());
    for (const card of cards) card.hidden = !fits(card, chosen);
    for (const region of document.querySelectorAll(".al-region")) {
      const inside = [...region.querySelectorAll(".al-cards--partners > li")];
      region.hidden = inside.length ? inside.every((card) => card.hidden) : chosen.length > 0;
    }
    found.textContent = chosen.length ? `${found.dataset.text} ${cards.filter((card) => !card.hidden).length}` : "";
    const state = new URLSearchParams(chosen).toString();
    history.replaceState(null, "", state ? `#${state}` : location.pathname);
  };

  const read = () => {
    for (const [name, value] of new URLSearchParams(location.hash.slice(1))) {
      if (form.elements[name]) form.elements[name].value = value;
    }
  };

  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(show));
  addEventListener("hashchange", () => {
    if (location.hash.includes("=")) {
      read();
      show();
    }
  });
  form.hidden = false;
  if (location.hash.includes("=")) {
    read();
    show();
  }
}
