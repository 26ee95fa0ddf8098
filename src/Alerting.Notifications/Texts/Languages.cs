using System.Collections.Frozen;
using Alerting.Alerts;
using Alerting.Thresholds;

namespace Alerting.Notifications.Texts;

/// <summary>The languages in which messages can be written.</summary>
internal static class Languages
{
    /// <summary>In which texts are written where nothing else is chosen.</summary>
    public static Language English { get; } = new(
        "en",
        "{{ words.severity }}: {{ threshold.name }} in {{ region.name }} ({{ words.change }})",
        Read("en"),
        Map<Severity>("Notice", "Warning", "Severe", "Critical"),
        Map<AlertChange>(
            "raised", "updated", "acknowledged", "cleared", "cancelled", "acknowledgement taken back", "assigned", "commented", "reviewed"),
        Map<Measure>(
            "incidents", "towns", "regions", "killed", "wounded", "casualties", "weight", "surge", "level", "sequence",
            "quiet sources"),
        ("days", "h", "min"),
        "Open in the console",
        new BuiltInTexts("{{ severity }}: {{ count }} alerts", """
            {% if exceeded %}More than {{ exceeded }} messages in a minute: what is below critical comes together.
            {% endif %}{% for title in titles %}- {{ title }}
            {% endfor %}{% if revisions > count %}({{ revisions }} revisions in all)
            {% endif %}{% if held > 0 %}Held back by silences: {{ held }}
            {% endif %}
            """),
        new BuiltInTexts(
            "Connected", "Alerts reach the subscription {{ subscription }}, {{ at }}. The next message like this: in {{ interval }}."),
        new BuiltInTexts("{% if call %}Call, step {{ step }}:{% elsif acknowledged %}Acknowledged:{% else %}Over:{% endif %}", """
            {% if call %}You are called: step {{ step }} of the policy {{ policy }}{% if round > 1 %}, round {{ round }}{% endif %}.
            Due {{ dueAt }}{% if late %}: this call is late{% endif %}.
            {% if unreached %}Nobody of step {{ unreached }} could be reached.
            {% endif %}Acknowledge the alert, and nobody else is called.
            {% elsif acknowledged %}You were called (policy {{ policy }}): {{ by }} has acknowledged the alert.
            {% else %}You were called (policy {{ policy }}): the alert is over.
            {% endif %}
            """));

    private static readonly FrozenDictionary<string, Language> s_all = new[]
    {
        English,
        new Language(
            "fr",
            "{{ words.severity }} : {{ threshold.name }}, {{ region.name }} ({{ words.change }})",
            Read("fr"),
            Map<Severity>("Avis", "Avertissement", "Grave", "Critique"),
            Map<AlertChange>(
                "déclenchée", "mise à jour", "prise en charge", "levée", "annulée", "prise en charge retirée", "attribuée", "commentée",
                "évaluée"),
            Map<Measure>(
                "incidents", "localités", "régions", "tués", "blessés", "victimes", "poids", "hausse", "niveau", "séquence",
                "sources muettes"),
            ("jours", "h", "min"),
            "Ouvrir dans la console",
            new BuiltInTexts("{{ severity }} : {{ count }} alertes", """
                {% if exceeded %}Plus de {{ exceeded }} messages par minute : ce qui n'est pas critique arrive groupé.
                {% endif %}{% for title in titles %}- {{ title }}
                {% endfor %}{% if revisions > count %}({{ revisions }} révisions en tout)
                {% endif %}{% if held > 0 %}Retenues par des silences : {{ held }}
                {% endif %}
                """),
            new BuiltInTexts(
                "La liaison fonctionne",
                "Les alertes parviennent à l'abonnement {{ subscription }}, {{ at }}. Prochain message de ce type : dans {{ interval }}."),
            new BuiltInTexts(
                "{% if call %}Appel, étape {{ step }} :{% elsif acknowledged %}Prise en charge :{% else %}Terminée :{% endif %}", """
                {% if call %}Vous êtes appelé : étape {{ step }}, procédure {{ policy }}{% if round > 1 %}, tour {{ round }}{% endif %}.
                Prévue {{ dueAt }}{% if late %} : cet appel est en retard{% endif %}.
                {% if unreached %}Personne n'a pu être joint à l'étape {{ unreached }}.
                {% endif %}Prenez l'alerte en charge, et personne d'autre n'est appelé.
                {% elsif acknowledged %}Vous avez été appelé (procédure {{ policy }}) : {{ by }} a pris l'alerte en charge.
                {% else %}Vous avez été appelé (procédure {{ policy }}) : l'alerte est terminée.
                {% endif %}
                """)),
        new Language(
            "ar",
            "{{ words.severity }}: {{ threshold.name }}، {{ region.name }} ({{ words.change }})",
            Read("ar"),
            Map<Severity>("إشعار", "تحذير", "شديد", "حرج"),
            Map<AlertChange>(
                "إنذار جديد", "تحديث", "تم الاستلام", "انتهى", "أُلغي", "سُحب الاستلام", "أُسند", "تعليق", "قُيّم"),
            Map<Measure>(
                "الحوادث", "البلدات", "المناطق", "القتلى", "الجرحى", "الضحايا", "الثقل", "الزيادة", "المستوى", "التسلسل",
                "المصادر الصامتة"),
            ("أيام", "ساعات", "دقائق"),
            "فتح في لوحة التحكم",
            new BuiltInTexts("{{ severity }}: {{ count }} إنذارات", """
                {% if exceeded %}أكثر من {{ exceeded }} رسالة في الدقيقة: ما دون الحرج يصل مجمّعًا.
                {% endif %}{% for title in titles %}- {{ title }}
                {% endfor %}{% if revisions > count %}(مجموع التحديثات {{ revisions }})
                {% endif %}{% if held > 0 %}حُجبت بسبب صمت: {{ held }}
                {% endif %}
                """),
            new BuiltInTexts(
                "الاتصال قائم",
                "تصل الإنذارات إلى الاشتراك {{ subscription }}، {{ at }}. الرسالة التالية من هذا النوع بعد {{ interval }}."),
            new BuiltInTexts("{% if call %}نداء، الخطوة {{ step }}:{% elsif acknowledged %}تم الاستلام:{% else %}انتهى:{% endif %}", """
                {% if call %}أنت مطلوب: الخطوة {{ step }} من خطة التصعيد {{ policy }}{% if round > 1 %}، الجولة {{ round }}{% endif %}.
                الموعد {{ dueAt }}{% if late %}: هذا النداء متأخر{% endif %}.
                {% if unreached %}تعذّر الوصول إلى أي شخص في الخطوة {{ unreached }}.
                {% endif %}أكّد استلام الإنذار فلا يُطلب أحد غيرك.
                {% elsif acknowledged %}كنت قد طُلبت (خطة التصعيد {{ policy }}): أكّد {{ by }} استلام الإنذار.
                {% else %}كنت قد طُلبت (خطة التصعيد {{ policy }}): انتهى الإنذار.
                {% endif %}
                """)),
    }.ToFrozenDictionary(static language => language.Code, StringComparer.Ordinal);

    /// <summary>Their codes.</summary>
    public static IEnumerable<string> Codes => s_all.Keys.Order(StringComparer.Ordinal);

    public static bool IsKnown(string code) => s_all.ContainsKey(code);

    /// <summary>The language of this code; English where there is none.</summary>
    public static Language Of(string? code) => code is null ? English : s_all.GetValueOrDefault(code, English);

    private static FrozenDictionary<T, string> Map<T>(params string[] words)
        where T : struct, Enum =>
        Enum.GetValues<T>().Order().Zip(words).ToFrozenDictionary(static pair => pair.First, static pair => pair.Second);

    /// <summary>The template of the text, which is part of the assembly.</summary>
    private static string Read(string code)
    {
        using var stream = typeof(Languages).Assembly.GetManifestResourceStream($"{code}.liquid")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
