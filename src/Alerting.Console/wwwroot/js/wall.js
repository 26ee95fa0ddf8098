// Full screen for the wall, and the way back: browsers take Escape for themselves while they show a page full screen, and say so
// only by an event that no component can listen to.
let view;

function onKey(event) {
    if (event.key === "Escape") {
        view?.invokeMethodAsync("LeaveAsync");
    }
}

function onChange() {
    if (!document.fullscreenElement) {
        view?.invokeMethodAsync("LeaveAsync");
    }
}

export async function enter(component) {
    view = component;
    document.addEventListener("keydown", onKey);
    try {
        await document.documentElement.requestFullscreen();
    } catch {
        // The browser does not allow it: the wall fills the window.
    }

    document.addEventListener("fullscreenchange", onChange);
}

export async function leave() {
    view = undefined;
    document.removeEventListener("keydown", onKey);
    document.removeEventListener("fullscreenchange", onChange);
    if (document.fullscreenElement) {
        await document.exitFullscreen();
    }
}
