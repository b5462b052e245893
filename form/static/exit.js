/* Leaving fast. Everything works without this; with it, Shift three times leaves too, and Back does not lead here again. */
(function () {
  "use strict";
  var root = document.documentElement;
  var link = document.querySelector(".govuk-exit-this-page__button");
  var count = document.querySelector(".count");
  var presses = 0;
  var timer = 0;
  root.className += " script";

  function leave(event) {
    if (event) { event.preventDefault(); }
    document.title = "";
    document.body.className += " gone";
    window.location.replace(link.href);
  }

  function again() {
    presses = 0;
    count.textContent = "";
  }

  document.addEventListener("keyup", function (event) {
    if (event.key !== "Shift" && event.keyCode !== 16) { again(); return; }
    presses += 1;
    window.clearTimeout(timer);
    if (presses >= 3) { count.textContent = "Leaving"; leave(); return; }
    count.textContent = presses === 1 ? "Shift. Press 2 more times to leave." : "Shift. Press 1 more time to leave.";
    timer = window.setTimeout(again, 5000);
  });

  Array.prototype.forEach.call(document.querySelectorAll(".govuk-exit-this-page__button, .exit-too"), function (each) {
    each.addEventListener("click", leave);
  });

  /* It is called a button, and a button answers to the space bar. */
  link.addEventListener("keydown", function (event) {
    if (event.key === " ") { leave(event); }
  });

  window.addEventListener("pageshow", function (event) {
    if (event.persisted) { window.location.reload(); }
  });
})();
