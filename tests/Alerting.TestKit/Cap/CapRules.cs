using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Alerting.Notifications.Cap;

namespace Alerting.TestKit;

/// <summary>
/// What CAP 1.2 (OASIS CAP-v1.2-os) asks of a document: the elements with their order, number and values (3.2 to 3.4), and what its text
/// says beyond that.
/// </summary>
public static partial class CapRules
{
    /// <summary>The namespace of documents.</summary>
    public static readonly XNamespace Cap = CapDocuments.Namespace;

    private static readonly Rule[] s_named = [new("valueName", 1, 1), new("value", 1, 1)];

    private static readonly Rule[] s_resource =
    [
        new("resourceDesc", 1, 1), new("mimeType", 1, 1), new("size", 0, 1), new("uri", 0, 1), new("derefUri", 0, 1), new("digest", 0, 1),
    ];

    private static readonly Rule[] s_area =
    [
        new("areaDesc", 1, 1), new("polygon", 0, null, IsPolygon), new("circle", 0, null), new("geocode", 0, null, Below: s_named),
        new("altitude", 0, 1), new("ceiling", 0, 1),
    ];

    private static readonly Rule[] s_info =
    [
        new("language", 0, 1, static text => Language().IsMatch(text)),
        new("category", 1, null, OneOf("Geo Met Safety Security Rescue Fire Health Env Transport Infra CBRNE Other")),
        new("event", 1, 1), new("responseType", 0, null, OneOf("Shelter Evacuate Prepare Execute Avoid Monitor Assess AllClear None")),
        new("urgency", 1, 1, OneOf("Immediate Expected Future Past Unknown")),
        new("severity", 1, 1, OneOf("Extreme Severe Moderate Minor Unknown")),
        new("certainty", 1, 1, OneOf("Observed Likely Possible Unlikely Unknown")),
        new("audience", 0, 1), new("eventCode", 0, null, Below: s_named), new("effective", 0, 1, IsInstant), new("onset", 0, 1, IsInstant),
        new("expires", 0, 1, IsInstant), new("senderName", 0, 1), new("headline", 0, 1), new("description", 0, 1),
        new("instruction", 0, 1), new("web", 0, 1, static text => Uri.TryCreate(text, UriKind.Absolute, out _)), new("contact", 0, 1),
        new("parameter", 0, null, Below: s_named), new("resource", 0, null, Below: s_resource), new("area", 0, null, Below: s_area),
    ];

    private static readonly Rule[] s_alert =
    [
        new("identifier", 1, 1, IsName), new("sender", 1, 1, IsName), new("sent", 1, 1, IsInstant),
        new("status", 1, 1, OneOf("Actual Exercise System Test Draft")), new("msgType", 1, 1, OneOf("Alert Update Cancel Ack Error")),
        new("source", 0, 1), new("scope", 1, 1, OneOf("Public Restricted Private")), new("restriction", 0, 1), new("addresses", 0, 1),
        new("code", 0, null), new("note", 0, 1), new("references", 0, 1, IsReferences), new("incidents", 0, 1),
        new("info", 0, null, Below: s_info),
    ];

    /// <summary>What is wrong with a document, none where it is valid.</summary>
    public static IReadOnlyList<string> Faults(XElement document)
    {
        ArgumentNullException.ThrowIfNull(document);
        List<string> faults = document.Name == Cap + "alert" ? [] : [$"the root is {document.Name}"];
        Check(document, s_alert, faults);
        if ((document.Text("scope") == "Restricted") != (document.Text("restriction") is not null))
        {
            faults.Add("a restriction belongs to the scope Restricted, and to no other");
        }

        if (document.Text("msgType") is "Update" or "Cancel" or "Ack" or "Error" && document.Text("references") is null)
        {
            faults.Add("there is no reference to what is updated or cancelled");
        }

        if (document.Text("status") == "Exercise" && document.Text("note") is null)
        {
            faults.Add("an exercise has no note");
        }

        faults.AddRange(document.Descendants(Cap + "headline").Where(static headline => headline.Value.Length > 160)
            .Select(static headline => $"a headline of {headline.Value.Length} characters"));
        return faults;
    }

    /// <summary>Text of an element below; null where there is none.</summary>
    public static string? Text(this XElement element, string name) => element.Element(Cap + name)?.Value;

    private static void Check(XElement element, Rule[] rules, List<string> faults)
    {
        var at = 0;
        foreach (var child in element.Elements())
        {
            var found = Array.FindIndex(rules, rule => child.Name == Cap + rule.Name);
            if (found < at)
            {
                faults.Add(found < 0 ? $"{child.Name} is unknown in {element.Name.LocalName}" : $"{child.Name.LocalName} is out of order");
                continue;
            }

            at = found;
            var rule = rules[found];
            if (rule.Below is { } below)
            {
                Check(child, below, faults);
            }
            else if (child.HasElements || child.HasAttributes || child.Value.Length == 0 || rule.IsValid?.Invoke(child.Value) == false)
            {
                faults.Add($"{rule.Name} may not be '{child.Value}'");
            }
        }

        foreach (var rule in rules)
        {
            var count = element.Elements(Cap + rule.Name).Count();
            if (count < rule.Min || count > rule.Max)
            {
                faults.Add($"{rule.Name} is there {count} times");
            }
        }
    }

    private static Func<string, bool> OneOf(string values) => values.Split(' ').Contains;

    private static bool IsName(string text) => text.IndexOfAny([' ', ',', '<', '&']) < 0;

    private static bool IsInstant(string text) =>
        Instant().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static bool IsReferences(string text) => text.Split(' ').All(static reference =>
        reference.Split(',') is [var sender, var identifier, var sent] && sender.Length > 0 && identifier.Length > 0 && IsInstant(sent));

    private static bool IsPolygon(string text)
    {
        var points = text.Split(' ');
        return points.Length >= 4 && points[0] == points[^1] && points.All(static point =>
            point.Split(',') is [var lat, var lon]
            && double.TryParse(lat, NumberStyles.Float, CultureInfo.InvariantCulture, out var north) && Math.Abs(north) <= 90
            && double.TryParse(lon, NumberStyles.Float, CultureInfo.InvariantCulture, out var east) && Math.Abs(east) <= 180);
    }

    [GeneratedRegex(@"\A\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d\z")]
    private static partial Regex Instant();

    [GeneratedRegex(@"\A[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*\z")]
    private static partial Regex Language();

    private sealed record Rule(string Name, int Min, int? Max, Func<string, bool>? IsValid = null, Rule[]? Below = null);
}
