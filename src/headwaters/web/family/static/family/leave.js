// Escape pressed twice leaves this page, as the button does.
let last = 0;
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const now = Date.now();
  if (now - last < 1500) document.getElementById("leave")?.requestSubmit();
  last = now;
});
// Coming back by the back button shows nothing that was here.
window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
