/* Comforts of the front page's editor: stories are dragged to another place, and the preview follows what is
   typed. Without this file the buttons do all of it. */

const STEADY = 400;

function letDrag(column) {
  let dragged = null;
  const places = column.querySelectorAll("[data-place]");
  const clear = () => places.forEach((place) => place.classList.remove("is-over", "is-dragged"));

  places.forEach((place) => {
    const form = place.querySelector("form[data-move]");
    if (form) {
      place.draggable = true;
      place.addEventListener("dragstart", (event) => {
        dragged = place;
        place.classList.add("is-dragged");
        event.dataTransfer.effectAllowed = "move";
        event.dataTransfer.setData("text/plain", place.dataset.slot);
      });
      place.addEventListener("dragend", () => {
        dragged = null;
        clear();
      });
    }
    place.addEventListener("dragover", (event) => {
      if (!dragged || dragged === place || "pinned" in place.dataset) return;
      event.preventDefault();
      place.classList.add("is-over");
    });
    place.addEventListener("dragleave", () => place.classList.remove("is-over"));
    place.addEventListener("drop", (event) => {
      if (!dragged || dragged === place) return;
      event.preventDefault();
      // The same form the buttons send, with another place in it.
      const move = dragged.querySelector("form[data-move]");
      move.elements.to.value = place.dataset.place;
      clear();
      move.requestSubmit();
    });
  });
}

function followTyping(form) {
  const frame = document.querySelector(".front-window iframe");
  let waiting = 0;

  const show = () => {
    const asked = new URLSearchParams(new FormData(form));
    for (const name of ["csrfmiddlewaretoken", "seen"]) asked.delete(name);
    const { section, slot, preview } = form.dataset;
    if (slot) asked.set("slot", slot);
    else if (section) asked.set("section", section);
    const address = `${preview}?${asked}`;
    if (frame.getAttribute("src") !== address) frame.setAttribute("src", address);
  };
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, STEADY);
  };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  // The admin's picker tells jQuery only that something was chosen.
  if (window.django?.jQuery) window.django.jQuery(form).on("change", soon);
  show();
}

document.querySelectorAll(".front-places").forEach(letDrag);
document.querySelectorAll("form[data-preview]").forEach(followTyping);
