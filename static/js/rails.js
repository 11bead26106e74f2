/* What a long span covers without a mark inside: blocks, and chunks of blocks, with a rail beside them. */

/** The texts `within` an element that span `id` covers so. */
export function covered(within, id) {
  return Array.from(within.querySelectorAll(`i[data-span="${id}"]`), (rail) => {
    const part = document.getElementById(rail.parentElement.id.replace("c", "r"));
    return part.matches(".row") ? part.querySelector(".text") : part;
  });
}
