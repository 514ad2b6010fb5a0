// Days of the calendar: which is today, and which comes so many days after one.

const { fill } = guide.dom;
const DAY = 24 * 60 * 60 * 1000;

// A day as its name, YYYY-MM-DD; reckoned in UTC, where every day is as long as the others.
function nameOf(date) {
  return date.toISOString().slice(0, 10);
}

// The day it is where the reader is.
function today() {
  const now = new Date();
  return nameOf(new Date(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate())));
}

// The day `count` days after `day`; of working days those from Monday to Friday are counted, public holidays are not known.
function addDays(day, count, working) {
  const date = new Date(`${day}T00:00:00Z`);
  for (let left = count; left > 0;) {
    date.setTime(date.getTime() + DAY);
    if (!working || (date.getUTCDay() !== 0 && date.getUTCDay() !== 6)) left -= 1;
  }
  return nameOf(date);
}

// `day` as `pattern` has it, with the names that the page's language has for weekdays and months.
function writeDay(day, pattern) {
  const { lang } = document.documentElement;
  const date = new Date(`${day}T00:00:00Z`);
  const name = (options) => date.toLocaleDateString(lang, Object.assign({ timeZone: "UTC" }, options));
  const month = lang === "en" ? name({ month: "long" }) : date.getUTCMonth() + 1;
  return fill(pattern, { month, day: date.getUTCDate(), weekday: name({ weekday: "long" }) });
}

guide.dates = { today, addDays, writeDay };
