using System.Collections.Frozen;
using Alerting.Alerts;
using Alerting.Thresholds;

namespace Alerting.Notifications.Texts;

/// <summary>The languages in which messages can be written.</summary>
internal static class Languages
{
    private const string EnglishText = """
        {{ explanation }}
        {% if towns.size > 0 %}Towns: {{ towns | join: ", " }}{% if townsCount > towns.size %} ({{ townsCount }} in all){% endif %}
        {% endif %}{% for item in evidence %}- {{ item.occurredAt }} {{ item.town | default: item.region }}: {{ item.kind }}, {{ item.killed }} killed, {{ item.wounded }} wounded
        {% endfor %}{% if evidenceCount > evidence.size %}({{ evidenceCount }} incidents in all)
        {% endif %}{% if acknowledged %}Acknowledged by {{ acknowledged.by }}, {{ acknowledged.at }}{% if acknowledged.note %}: {{ acknowledged.note }}{% endif %}
        {% endif %}{% if reason %}Reason: {{ reason }}
        {% endif %}Raised {{ raisedAt }}, as of {{ updatedAt }}{% if endedAt %}, ended {{ endedAt }}{% endif %}
        """;

    private const string FrenchText = """
        {{ region.name }} : {{ words.measure }} {{ measure.value }} (seuil {{ measure.atLeast }}){% if measure.window %} en {{ measure.window }}{% endif %}.
        {% if towns.size > 0 %}Localités : {{ towns | join: ", " }}{% if townsCount > towns.size %} ({{ townsCount }} au total){% endif %}
        {% endif %}{% for item in evidence %}- {{ item.occurredAt }} {{ item.town | default: item.region }} : {{ item.kind }}, {{ item.killed }} tués, {{ item.wounded }} blessés
        {% endfor %}{% if evidenceCount > evidence.size %}({{ evidenceCount }} incidents au total)
        {% endif %}{% if acknowledged %}Pris en charge par {{ acknowledged.by }}, {{ acknowledged.at }}{% if acknowledged.note %} : {{ acknowledged.note }}{% endif %}
        {% endif %}{% if reason %}Motif : {{ reason }}
        {% endif %}Déclenchée {{ raisedAt }}, état {{ updatedAt }}{% if endedAt %}, terminée {{ endedAt }}{% endif %}
        """;

    private const string ArabicText = """
        {{ region.name }}: {{ words.measure }} {{ measure.value }} (الحد {{ measure.atLeast }}){% if measure.window %} خلال {{ measure.window }}{% endif %}.
        {% if towns.size > 0 %}البلدات: {{ towns | join: "، " }}{% if townsCount > towns.size %} (المجموع {{ townsCount }}){% endif %}
        {% endif %}{% for item in evidence %}- {{ item.occurredAt }} {{ item.town | default: item.region }}: {{ item.kind }}، القتلى {{ item.killed }}، الجرحى {{ item.wounded }}
        {% endfor %}{% if evidenceCount > evidence.size %}(مجموع الحوادث {{ evidenceCount }})
        {% endif %}{% if acknowledged %}استلمه {{ acknowledged.by }}، {{ acknowledged.at }}{% if acknowledged.note %}: {{ acknowledged.note }}{% endif %}
        {% endif %}{% if reason %}السبب: {{ reason }}
        {% endif %}بدأ {{ raisedAt }}، حتى {{ updatedAt }}{% if endedAt %}، انتهى {{ endedAt }}{% endif %}
        """;

    /// <summary>In which texts are written where nothing else is chosen.</summary>
    public static Language English { get; } = new(
        "en",
        "{{ words.severity }}: {{ threshold.name }} in {{ region.name }} ({{ words.change }})",
        EnglishText,
        Map<Severity>("Notice", "Warning", "Severe", "Critical"),
        Map<AlertChange>("raised", "updated", "acknowledged", "cleared", "cancelled"),
        Map<Measure>("incidents", "towns", "regions", "killed", "wounded", "casualties", "weight", "surge", "level", "sequence", "quiet sources"),
        ("days", "h", "min"),
        "Open in the console");

    private static readonly FrozenDictionary<string, Language> s_all = new[]
    {
        English,
        new Language(
            "fr",
            "{{ words.severity }} : {{ threshold.name }}, {{ region.name }} ({{ words.change }})",
            FrenchText,
            Map<Severity>("Avis", "Avertissement", "Grave", "Critique"),
            Map<AlertChange>("déclenchée", "mise à jour", "prise en charge", "levée", "annulée"),
            Map<Measure>(
                "incidents", "localités", "régions", "tués", "blessés", "victimes", "poids", "hausse", "niveau", "séquence",
                "sources muettes"),
            ("jours", "h", "min"),
            "Ouvrir dans la console"),
        new Language(
            "ar",
            "{{ words.severity }}: {{ threshold.name }}، {{ region.name }} ({{ words.change }})",
            ArabicText,
            Map<Severity>("إشعار", "تحذير", "شديد", "حرج"),
            Map<AlertChange>("إنذار جديد", "تحديث", "تم الاستلام", "انتهى", "أُلغي"),
            Map<Measure>(
                "الحوادث", "البلدات", "المناطق", "القتلى", "الجرحى", "الضحايا", "الثقل", "الزيادة", "المستوى", "التسلسل",
                "المصادر الصامتة"),
            ("أيام", "ساعات", "دقائق"),
            "فتح في لوحة التحكم"),
    }.ToFrozenDictionary(static language => language.Code, StringComparer.Ordinal);

    /// <summary>Their codes.</summary>
    public static IEnumerable<string> Codes => s_all.Keys.Order(StringComparer.Ordinal);

    public static bool IsKnown(string code) => s_all.ContainsKey(code);

    /// <summary>The language of this code; English where there is none.</summary>
    public static Language Of(string? code) => code is null ? English : s_all.GetValueOrDefault(code, English);

    private static FrozenDictionary<T, string> Map<T>(params string[] words)
        where T : struct, Enum => Enum.GetValues<T>().Order().Zip(words).ToFrozenDictionary(static pair => pair.First, static pair => pair.Second);
}
