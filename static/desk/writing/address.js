// Addresses without their detours.

const TRACKING = /^(?:utm_\w+|gclid|gbraid|wbraid|fbclid|msclkid|dclid|yclid|igshid|mc_[ce]id|_hsenc|_hsmi)$/i;
const REDIRECTS = [
  [/(?:^|\.)google\.[a-z.]+$/, "/url", ["q", "url"]],
  [/\.safelinks\.protection\.outlook\.com$/, "/", ["url"]],
  [/^lm?\.facebook\.com$/, "/l.php", ["u"]],
];

// The address somebody meant: without the stop-over at Google or Outlook and without what tells where it was found.
export function cleanAddress(href) {
  let address;
  try {
    address = new URL(href.trim());
  } catch {
    return null;
  }
  if (["mailto:", "tel:"].includes(address.protocol)) return address.href;
  if (!["http:", "https:"].includes(address.protocol)) return null;
  for (const [host, path, names] of REDIRECTS) {
    const goal = host.test(address.hostname) && address.pathname === path && names.map((name) => address.searchParams.get(name)).find(Boolean);
    if (goal && /^https?:\/\//i.test(goal)) return cleanAddress(goal);
  }
  const tracked = [...address.searchParams.keys()].filter((name) => TRACKING.test(name));
  tracked.forEach((name) => address.searchParams.delete(name));
  return tracked.length ? address.href : href.trim();
}
