// Days of the calendar: which is today, and which comes so many days before or after one. Public holidays are known for the years
// that the page's data lists; in those it says which days are no rule of the week: weekdays off, and weekend days worked.

const { fill, readData } = guide.dom;
const { holidays = {} } = readData("guide-data") || {};
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

function isWorked(date, counted) {
  const [year, month, day] = nameOf(date).split("-");
  const isIrregular = counted && (holidays[year] || "").includes(month + day);
  return (date.getUTCDay() % 6 !== 0) !== isIrregular;
}

// Whether the public holidays of every year from one day to another are known.
function areListed(from, to) {
  for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)); year += 1) {
    if (!(year in holidays)) return false;
  }
  return true;
}

function move(day, count, isWorking) {
  const date = new Date(`${day}T00:00:00Z`);
  const step = count < 0 ? -DAY : DAY;
  // What must be done by a day off must be done by the working day before it.
  while (count < 0 && !isWorking(date)) date.setTime(date.getTime() + step);
  for (let left = Math.abs(count); left > 0;) {
    date.setTime(date.getTime() + step);
    if (isWorking(date)) left -= 1;
  }
  return nameOf(date);
}

// The day `count` days after `day`, before it if negative, and whether public holidays were counted, which they are for working
// days alone and only if those of the whole time are known.
function addDays(day, count, working) {
  if (!working) return { day: move(day, count, () => true), counted: false };
  const exact = move(day, count, (date) => isWorked(date, true));
  const counted = count < 0 ? areListed(exact, day) : areListed(day, exact);
  return { day: counted ? exact : move(day, count, (date) => isWorked(date, false)), counted };
}

// `day` as `pattern` has it, with the names that the page's language has for weekdays and months.
function writeDay(day, pattern) {
  const { lang } = document.documentElement;
  const date = new Date(`${day}T00:00:00Z`);
  const name = (options) => date.toLocaleDateString(lang, Object.assign({ timeZone: "UTC" }, options));
  const month = lang === "en" ? name({ month: "long" }) : date.getUTCMonth() + 1;
  return fill(pattern, { month, day: date.getUTCDate(), weekday: name({ weekday: "long" }) });
}

// What is said of the public holidays within a time.
function holidaysIn(words, counted) {
  return counted ? words.holidays_counted : words.holidays_not_counted;
}

guide.dates = { today, addDays, writeDay, holidaysIn };
