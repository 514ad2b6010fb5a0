// What is asked of a page, in one evaluation: the crop, the box of every mark, and where there is writing.
// From `{crop, marks: [{at, typed}]}` to `{crop: {x, y, width, height, count}, marks: [{count, visible, box, typing}], texts}`.
// Lengths are CSS pixels, from the crop's left upper corner. A field that text is to be typed into is emptied.
({crop, marks}) => {
  const find = selector => { try { return {all: [...document.querySelectorAll(selector)]} } catch { return {all: [], error: true} } };
  const root = document.documentElement;
  const frame = crop ? find(crop) : {all: [root]};
  let area = {x: 0, y: 0, width: root.clientWidth, height: root.scrollHeight};
  if (crop && frame.all.length) {
    const box = frame.all[0].getBoundingClientRect();
    const x = Math.floor(box.x + scrollX + .01), y = Math.floor(box.y + scrollY + .01);
    area = {x, y, width: Math.ceil(box.right + scrollX - .01) - x, height: Math.ceil(box.bottom + scrollY - .01) - y};
  }
  const inside = box => [box.x + scrollX - area.x, box.y + scrollY - area.y, box.width, box.height];
  const seen = element => {
    const box = element.getBoundingClientRect(), style = getComputedStyle(element);
    return box.width > 0 && box.height > 0 && style.visibility === 'visible' && style.display !== 'none'
      && (!element.checkVisibility || element.checkVisibility({opacityProperty: true, visibilityProperty: true}));
  };
  const typing = element => {
    const style = getComputedStyle(element), number = key => parseFloat(style[key]) || 0;
    if ('placeholder' in element) { element.value = ''; element.placeholder = ''; }
    return {
      size: number('fontSize'), left: number('paddingLeft') + number('borderLeftWidth'),
      right: number('paddingRight') + number('borderRightWidth'), centred: style.textAlign === 'center',
    };
  };
  const found = marks.map(({at, typed}) => {
    const {all, error} = find(at);
    if (all.length !== 1) return {count: all.length, error};
    return {count: 1, visible: seen(all[0]), box: inside(all[0].getBoundingClientRect()), typing: typed ? typing(all[0]) : null};
  });

  // Where there is writing: each line of each text, what stands in form fields, and small drawings.
  const texts = [];
  const note = (x, y, width, height, element) => {
    const over = document.elementFromPoint(x + width / 2, y + height / 2);
    if (!over || !(over === element || over.contains(element) || element.contains(over))) return;
    const box = inside({x, y, width, height}).map(Math.round);
    if (box[2] > 0 && box[3] > 0 && box[0] < area.width && box[1] < area.height && box[0] + box[2] > 0 && box[1] + box[3] > 0) texts.push(box);
  };
  const pen = document.createElement('canvas').getContext('2d');
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.nodeType === Node.TEXT_NODE) {
      if (!node.data.trim() || !seen(node.parentElement)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      // A line's box is higher than its writing.
      for (const box of range.getClientRects()) note(box.x, box.y + box.height * .16, box.width, box.height * .68, node.parentElement);
    } else if (/^(svg|img|canvas|picture)$/i.test(node.tagName)) {
      const box = node.getBoundingClientRect();
      if (box.width <= 80 && box.height <= 80 && seen(node)) note(box.x, box.y, box.width, box.height, node);
    } else if ((node.value || node.placeholder) && /^(INPUT|TEXTAREA|SELECT)$/.test(node.tagName) && !/^(checkbox|radio|hidden)$/.test(node.type) && seen(node)) {
      const box = node.getBoundingClientRect(), style = getComputedStyle(node);
      pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
      const width = Math.min(pen.measureText(node.value || node.placeholder).width, box.width);
      const size = parseFloat(style.fontSize), left = parseFloat(style.paddingLeft) + parseFloat(style.borderLeftWidth);
      note(box.x + left, box.y + (Math.min(box.height, 44) - size) / 2, width, size, node);
    }
  }
  return {crop: {...area, count: frame.all.length, error: frame.error}, marks: found, texts};
}
