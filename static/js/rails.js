/* What a long span covers without a mark inside: blocks, and chunks of blocks, with a rail beside them. */

/** The texts that span `id` covers so. */
export function covered(pane, id) {
  return Array.from(pane.querySelectorAll(`i[data-span="${id}"]`), (rail) => {
    const part = document.getElementById(rail.parentElement.id.replace("c", "r"));
    return part.matches(".row") ? part.querySelector(".text") : part;
  });
}
