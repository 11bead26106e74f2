/* While spans are being moved: press "Go on" by itself, until there is none. */

const form = document.getElementById("go-on");
if (form) window.setTimeout(() => form.submit(), 300);
