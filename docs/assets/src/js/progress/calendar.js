// A day for the reader's own calendar, as a file (RFC 5545). It is made on the page; nothing is sent.

const LINE = 75; // octets, without the line's end

function octetsOf(character) {
  const code = character.codePointAt(0);
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

// A line that is too long goes on in the next, after a blank; no character is cut.
function foldLine(line) {
  let folded = "";
  let octets = 0;
  for (const character of line) {
    if (octets + octetsOf(character) > LINE) {
      folded += "\r\n ";
      octets = 1;
    }
    folded += character;
    octets += octetsOf(character);
  }
  return folded;
}

function escapeText(text) {
  return text.replace(/[\\;,]/g, "\\$&").replace(/\r\n|[\r\n]/g, "\\n").replace(/[\u0000-\u001f\u007f]/g, " ");
}

// The file for one whole day. `event`: uid, day (YYYY-MM-DD), summary, description, url ("" for none).
function calendarFile(event) {
  const basic = (day) => day.replace(/-/g, "");
  const now = new Date().toISOString().slice(0, 19).replace(/[-:]/g, "");
  return [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//supplier-guide//supplier-guide//EN",
    "BEGIN:VEVENT",
    `UID:${event.uid}`,
    `DTSTAMP:${now}Z`,
    `DTSTART;VALUE=DATE:${basic(event.day)}`,
    `DTEND;VALUE=DATE:${basic(guide.dates.addDays(event.day, 1, false).day)}`,
    `SUMMARY:${escapeText(event.summary)}`,
    `DESCRIPTION:${escapeText(event.description)}`,
    ...(event.url ? [`URL:${event.url}`] : []),
    "TRANSP:TRANSPARENT",
    "END:VEVENT",
    "END:VCALENDAR",
    ""
  ].map(foldLine).join("\r\n");
}

// Gives the reader the file of `event` under that name.
function saveEvent(event, name) {
  const text = calendarFile(event);
  const link = document.createElement("a");
  let address = "";
  try {
    address = URL.createObjectURL(new Blob([text], { type: "text/calendar;charset=utf-8" }));
  } catch (unknown) { /* an old engine: the file stands in the address, then */ }
  link.href = address || `data:text/calendar;charset=utf-8,${encodeURIComponent(text)}`;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  if (address) window.setTimeout(() => URL.revokeObjectURL(address), 60000);
}

guide.calendar = { saveEvent };
