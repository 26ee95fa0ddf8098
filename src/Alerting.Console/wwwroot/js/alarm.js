// Sound and notification for critical alerts. Both are off until somebody allows them; the choice is kept in this browser alone.
const key = "alerting.alarm";
const tones = [880, 660, 880, 660];
const toneSeconds = 0.22;

let owner;
let audio;
let soundingUntil = 0;

// Browsers give sound to a page only once somebody has touched it.
function wake() {
    audio ??= new AudioContext();
    return audio.state === "suspended" ? audio.resume() : Promise.resolve();
}

function state() {
    let choice = "off";
    try {
        choice = localStorage.getItem(key) ?? choice;
    } catch {
        // The browser keeps nothing for this site: the choice is made anew with each visit.
    }

    return { choice, permission: "Notification" in window ? Notification.permission : "missing" };
}

export function start(component) {
    owner = component;
    const now = state();
    if (now.choice === "on") {
        for (const touch of ["pointerdown", "keydown"]) {
            addEventListener(touch, wake, { once: true });
        }
    }

    return now;
}

export async function choose(choice) {
    try {
        localStorage.setItem(key, choice);
    } catch {
        // As above; it holds until the page is left.
    }

    if (choice === "on") {
        await wake();
    }

    if (choice !== "off" && "Notification" in window && Notification.permission === "default") {
        await Notification.requestPermission();
    }

    return { ...state(), choice };
}

export function sound() {
    wake();
    const start = Math.max(audio.currentTime, soundingUntil);
    if (start > audio.currentTime) {
        return; // One alarm at a time, however many alerts come.
    }

    tones.forEach((frequency, index) => {
        const [tone, volume] = [audio.createOscillator(), audio.createGain()];
        const from = start + index * toneSeconds;
        tone.frequency.value = frequency;
        volume.gain.setValueAtTime(0.2, from);
        volume.gain.exponentialRampToValueAtTime(0.001, from + toneSeconds);
        tone.connect(volume).connect(audio.destination);
        tone.start(from);
        tone.stop(from + toneSeconds);
    });
    soundingUntil = start + tones.length * toneSeconds;
}

// Answers whether the browser shows it.
export function notify(path, title, body, silent) {
    if (!("Notification" in window) || Notification.permission !== "granted") {
        return false;
    }

    try {
        const notice = new Notification(title, { body, silent, tag: path, requireInteraction: true });
        notice.onclick = () => {
            window.focus();
            notice.close();
            owner?.invokeMethodAsync("Open", path);
        };
        return true;
    } catch {
        return false; // Telephones have the name, but show none for pages.
    }
}
