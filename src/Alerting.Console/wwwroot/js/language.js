// The language of this browser: what was chosen here, else the first that its owner reads and the console speaks. It stands in the
// document before anything is shown, so that nothing is laid out twice.
(() => {
    const key = "alerting.language";
    const spoken = ["en", "fr", "ar"];
    const starting = {
        fr: ["La console est en cours de chargement.", "La console a rencontré une erreur.", "La recharger"],
        ar: ["يجري تحميل لوحة التحكم.", "تعطّلت لوحة التحكم.", "إعادة التحميل"],
    };

    function chosen() {
        try {
            return localStorage.getItem(key);
        } catch {
            return null; // The browser keeps nothing for this site.
        }
    }

    const read = (navigator.languages ?? [navigator.language]).map(tag => tag.toLowerCase().split("-")[0]);
    const code = [chosen(), ...read, "en"].find(known => spoken.includes(known));
    document.documentElement.lang = code;
    document.documentElement.dir = code === "ar" ? "rtl" : "ltr";

    window.alertingLanguage = {
        code: () => code,
        choose: choice => {
            try {
                localStorage.setItem(key, choice);
            } catch {
                return; // Loaded anew it would be the same.
            }

            location.reload();
        },
    };

    document.addEventListener("DOMContentLoaded", () => {
        const words = starting[code];
        document.querySelectorAll("[data-starting]").forEach(element => {
            element.textContent = words?.[element.dataset.starting] ?? element.textContent;
        });
    });
})();
