// Where this site can be found from elsewhere: at the address that the buyer gives, else where it is being read, if that is on a host.

const { readData } = guide.dom;

// The address of a page of this site, in the reader's language; "" if nobody else could reach it. `page` may have a #part.
function addressOf(page) {
  const { folder = "" } = readData("guide-data") || {};
  const holder = document.getElementById("guide-data");
  const root = holder && holder.dataset.site;
  if (root) return `${root}/${folder}${page}`;
  return location.protocol === "file:" ? "" : new URL(page, location.href).href;
}

guide.addressOf = addressOf;
