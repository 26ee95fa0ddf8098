using System.Text;
using Alerting.Engine.Boundaries;
using Alerting.Engine.Json;
using Alerting.Engine.Kinds;
using Alerting.Engine.Names;
using Alerting.Engine.Regions;
using Alerting.Kinds;
using Alerting.Regions;
using Alerting.Reports;

namespace Alerting.Engine.Reports;

/// <summary>
/// Checks the texts of reports by their rules, and caches those that come again and again, within bounds. Only a text
/// that passed its rules is cached, so a cached one need not be checked again.
/// </summary>
public sealed class ReportTexts(RegionCatalog regions, KindCatalog kinds, RegionBoundaries? boundaries = null)
{
    /// <summary>
    /// Longest id of an incident that a report may name, in code points. It must admit every id that an incident can
    /// be given: source, colon and report id, and a colon and number where that id was taken.
    /// </summary>
    public const int MaxIncidentId = ReportBody.MaxSource + 1 + ReportBody.MaxId + 11;

    private readonly Utf8Cache<Region> _regions = new(13);
    private readonly Utf8Cache<Kind> _kinds = new(8);
    private readonly Utf8Cache<string> _sources = new(12);
    private readonly Utf8Cache<PlainName> _names = new(13);
    private readonly Utf8Cache<Fault> _unknown = new(10);

    /// <summary>The region in which a location lies; otherwise a fault, with those that overlap there.</summary>
    /// <param name="location">Where a report says that it happened; null where it does not.</param>
    /// <param name="mayBeKnown">
    /// Whether the report states an id: a correction or withdrawal may leave out location and region, for its region is known then.
    /// </param>
    public Fault? Locate(Location? location, bool mayBeKnown, out string? code)
    {
        code = null;
        if (boundaries is null)
        {
            var reason = location is null ? "" : ": there are no boundaries here to find the region of location by";
            return new Fault(FaultTypes.MissingField, "region is required" + reason, "$.region");
        }

        if (location is not { } at)
        {
            return mayBeKnown ? null : ReportRules.NoRegion;
        }

        var found = boundaries.Locate(at);
        code = found.Code;
        return code is null ? ReportRules.NotLocated(at, found) : null;
    }

    /// <summary>Whether a location lies far outside of a region; false where that is not known.</summary>
    public bool IsFarFrom(string code, Location? location) => location is { } at && boundaries?.IsFarFrom(code, at) == true;

    /// <summary>
    /// The code of a region in the catalogue; otherwise a fault with the nearest known codes, as far as the budget
    /// allows.
    /// </summary>
    public Fault? Region(ReadOnlySpan<byte> text, HintBudget? hints, out string code)
    {
        if (!_regions.TryGet(text, out var region))
        {
            if (_unknown.TryGet(text, out var known) && known.Type == FaultTypes.UnknownRegion)
            {
                code = "";
                return known;
            }

            var stated = Encoding.UTF8.GetString(text);
            if (!regions.TryGet(stated, out region))
            {
                code = "";
                return HintBudget.Allows(hints)
                    ? _unknown.Add(text, UnknownRegion(stated, NearestRegion.Hint(regions, stated)))
                    : UnknownRegion(stated, "");
            }

            _regions.Add(text, region);
        }

        code = region.Code;
        return null;
    }

    /// <summary>A kind of the catalogue; otherwise a fault with the nearest known slugs, as far as the budget allows.</summary>
    public Fault? Kind(ReadOnlySpan<byte> text, HintBudget? hints, out Kind? kind)
    {
        if (_kinds.TryGet(text, out kind))
        {
            return null;
        }

        if (_unknown.TryGet(text, out var known) && known.Type == FaultTypes.UnknownKind)
        {
            return known;
        }

        var stated = Encoding.UTF8.GetString(text);
        if (!kinds.TryGet(stated, out kind))
        {
            return HintBudget.Allows(hints)
                ? _unknown.Add(text, UnknownKind(stated, NearestKind.Hint(kinds, stated)))
                : UnknownKind(stated, "");
        }

        _kinds.Add(text, kind);
        return null;
    }

    /// <summary>The name of a source: 1..<see cref="ReportBody.MaxSource"/> code points by the rules of an id.</summary>
    public Fault? Source(ReadOnlySpan<byte> text, out string source)
    {
        if (_sources.TryGet(text, out var known))
        {
            source = known;
            return null;
        }

        var fault = Id(text, "source", ReportBody.MaxSource, out source);
        if (fault is null)
        {
            _sources.Add(text, source);
        }

        return fault;
    }

    /// <summary>
    /// The text of an id: not blank, at most <paramref name="max"/> code points, without the characters of
    /// <see cref="TextRules"/>.
    /// </summary>
    public static Fault? Id(ReadOnlySpan<byte> text, string member, int max, out string id)
    {
        id = "";
        if (WrongLength(text, member, max) is { } fault)
        {
            return fault;
        }

        id = Encoding.UTF8.GetString(text);
        return string.IsNullOrWhiteSpace(id) ? Invalid(member, TextRules.NotBlank)
            : TextRules.Broken(id) is { } rule ? Invalid(member, rule)
            : null;
    }

    /// <summary>The id of an incident. Not "." or "..": in the path of a URL these mean directories.</summary>
    public static Fault? IncidentId(ReadOnlySpan<byte> text, out string id) =>
        Id(text, "incidentId", MaxIncidentId, out id) ?? (id is "." or ".." ? Invalid("incidentId", "must not be '.' or '..'") : null);

    /// <summary>The name of a town or an actor. Its folded form, in which names are compared, must not be empty.</summary>
    public Fault? Name(ReadOnlySpan<byte> text, string member, out PlainName name)
    {
        if (_names.TryGet(text, out var known))
        {
            name = known;
            return null;
        }

        name = PlainName.None;
        if (WrongLength(text, member, ReportBody.MaxName) is { } fault)
        {
            return fault;
        }

        var written = Encoding.UTF8.GetString(text);
        if (TextRules.Broken(written) is { } rule)
        {
            return Invalid(member, rule);
        }

        var folded = NameFolding.Fold(written);
        if (folded.Length == 0)
        {
            return Invalid(member, "must have at least one letter or digit");
        }

        name = _names.Add(text, new PlainName(written, folded));
        return null;
    }

    /// <summary>
    /// A summary: prose of at most <see cref="ReportBody.MaxSummary"/> code points, see
    /// <see cref="TextRules.BrokenInProse"/>.
    /// </summary>
    public static Fault? Summary(ReadOnlySpan<byte> text, out string summary)
    {
        summary = "";
        if (CodePoints(text) > ReportBody.MaxSummary)
        {
            return Invalid("summary", $"must be at most {ReportBody.MaxSummary} characters long");
        }

        summary = Encoding.UTF8.GetString(text);
        return TextRules.BrokenInProse(summary) is { } rule ? Invalid("summary", rule) : null;
    }

    /// <summary>An absolute http or https address of 1..<see cref="ReportBody.MaxUrl"/> code points.</summary>
    public static Fault? Url(ReadOnlySpan<byte> text, out string url)
    {
        url = "";
        if (WrongLength(text, "url", ReportBody.MaxUrl) is { } fault)
        {
            return fault;
        }

        url = Encoding.UTF8.GetString(text);
        if (TextRules.Broken(url) is { } rule)
        {
            return Invalid("url", rule);
        }

        var absolute = (url.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            || url.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            && !url.Any(char.IsWhiteSpace)
            && Uri.TryCreate(url, UriKind.Absolute, out var parsed)
            && parsed.Host.Length > 0;
        return absolute ? null : Invalid("url", "must be an absolute http or https address");
    }

    /// <summary>The fault of a member of the outermost object that breaks a rule.</summary>
    public static Fault Invalid(string member, string rule) =>
        new(FaultTypes.InvalidField, $"{member} {rule}", JsonPath.Root(member));

    private static Fault UnknownRegion(string stated, string hint) =>
        new(FaultTypes.UnknownRegion, $"unknown region '{NearestName.Shown(stated)}'{hint}", "$.region");

    private static Fault UnknownKind(string stated, string hint) =>
        new(FaultTypes.UnknownKind, $"unknown kind '{NearestName.Shown(stated)}'{hint}", "$.kind");

    private static Fault? WrongLength(ReadOnlySpan<byte> text, string member, int max) =>
        text.Length == 0 || CodePoints(text) > max ? Invalid(member, $"must be 1 to {max} characters long") : null;

    private static int CodePoints(ReadOnlySpan<byte> text)
    {
        var count = 0;
        foreach (var b in text)
        {
            count += (b & 0xC0) != 0x80 ? 1 : 0;
        }

        return count;
    }
}

/// <summary>A name as somebody wrote it, and in the folded form in which names are compared.</summary>
public sealed class PlainName(string written, string folded)
{
    /// <summary>No name.</summary>
    public static readonly PlainName None = new("", "");

    /// <summary>The name as written.</summary>
    public string Written { get; } = written;

    /// <summary>See <see cref="NameFolding.Fold"/>.</summary>
    public string Folded { get; } = folded;

    /// <summary>A list of this name alone: most reports that name actors name one.</summary>
    public IReadOnlyList<string> Alone { get; } = [written];
}
