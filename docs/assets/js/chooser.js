// Takes a first visitor to the language the browser asks for. "/#choose" stays here; without scripts the list is all there is.
const offered = [...document.querySelectorAll("#languages a")];
const wanted = (navigator.languages ?? [navigator.language]).map((tag) => tag.split("-")[0]);
const found = wanted.map((code) => offered.find((link) => link.hreflang === code)).find(Boolean);
if (found && location.hash !== "#choose") location.replace(found.href);
