/* Marks a photo's focal point and lets a click move it. The two number fields stay the truth: they work alone. */

const clamp = (value) => Math.min(1, Math.max(0, value));

function connect(frame) {
  const image = frame.querySelector("img");
  const across = document.getElementById(frame.dataset.focalX);
  const down = document.getElementById(frame.dataset.focalY);
  if (!image || !across || !down) return;

  const point = document.createElement("span");
  point.className = "point";
  frame.append(point);

  const show = () => {
    point.style.left = `${clamp(Number(across.value)) * 100}%`;
    point.style.top = `${clamp(Number(down.value)) * 100}%`;
  };
  const move = (event) => {
    const box = image.getBoundingClientRect();
    across.value = clamp((event.clientX - box.left) / box.width).toFixed(3);
    down.value = clamp((event.clientY - box.top) / box.height).toFixed(3);
    show();
  };
  image.addEventListener("click", move);
  across.addEventListener("input", show);
  down.addEventListener("input", show);
  show();
}

document.querySelectorAll(".focal").forEach(connect);
