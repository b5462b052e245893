/* What helps where there are scripts, and is not missed where there are none: how many messages came since the tray was
   opened, and a question before typed words are left behind. Nothing is kept by the browser. */
(function () {
  "use strict";
  var EVERY = 60 * 1000;
  var AWAY = 10 * 60 * 1000; /* nobody at the desk: asking on would keep their session from ending */
  var place = document.querySelector("[data-waiting]");
  var seen = Date.now();
  var sending = false;

  function say(count) {
    var more = count - Number(place.getAttribute("data-waiting"));
    place.textContent = "";
    if (more <= 0) { return; }
    var link = document.createElement("a");
    link.href = "/tray";
    link.textContent = more === 1 ? "1 new message. Show it" : more + " new messages. Show them";
    place.appendChild(link);
  }

  function ask() {
    if (document.hidden || Date.now() - seen > AWAY) { return; }
    fetch("/tray/count", { credentials: "same-origin", redirect: "error" })
      .then(function (answer) { return answer.ok ? answer.text() : Promise.reject(); })
      .then(function (text) { say(Number(text)); })
      .catch(function () { place.textContent = ""; });
  }

  function here() { seen = Date.now(); }

  function typed() {
    return Array.prototype.some.call(document.querySelectorAll("form[method=post] textarea"), function (box) {
      return box.value.trim() !== box.defaultValue.trim();
    });
  }

  document.addEventListener("submit", function () { sending = true; });
  window.addEventListener("pageshow", function () { sending = false; });
  window.addEventListener("beforeunload", function (leaving) {
    if (!sending && typed()) { leaving.preventDefault(); }
  });

  if (!place) { return; }
  ["keydown", "pointerdown", "scroll"].forEach(function (name) { document.addEventListener(name, here); });
  document.addEventListener("visibilitychange", function () { if (!document.hidden) { here(); ask(); } });
  window.setInterval(ask, EVERY);
}());
