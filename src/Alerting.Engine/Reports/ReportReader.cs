using System.Buffers;
using System.Text;
using System.Text.Json;
using Alerting.Engine.Json;
using Alerting.Engine.Names;
using Alerting.Kinds;
using Alerting.Regions;
using Alerting.Reports;

namespace Alerting.Engine.Reports;

/// <summary>
/// Reads the JSON of one report in one pass. Written by hand, because a deserialiser would neither name the wrong
/// member and the nearest known name, nor come close to the speed.
/// </summary>
internal ref partial struct ReportReader
{
    private readonly ReportTexts _texts;
    private readonly ReportRules _rules;
    private Utf8JsonReader _json;
    private byte[]? _unescaped;
    private uint _stated;

    private string? _reportId;
    private int _revision;
    private bool _retracted;
    private string? _source;
    private string? _region;
    private string? _town;
    private Precision? _precision;
    private Location? _location;
    private Kind? _kind;
    private DateTimeOffset? _occurredAt;
    private int? _killed;
    private int? _wounded;
    private Grade _grade;
    private string? _incidentId;
    private IReadOnlyList<string> _actors;
    private string? _summary;
    private string? _url;
    private DateTimeOffset? _receivedAt;

    /// <summary>Whether no region is stated, so that it is that of the location, or the one first found for the report.</summary>
    private bool _isLocated;

    /// <param name="utf8">Text whose names and strings can be decoded: see
    /// <see cref="MalformedJson.IfNotDecodable"/>.</param>
    public ReportReader(ReadOnlySpan<byte> utf8, ReportTexts texts, in ReportRules rules)
    {
        _texts = texts;
        _rules = rules;
        _json = new Utf8JsonReader(utf8);
        _revision = 1;
        _grade = Grade.Unknown;
        _actors = [];
    }

    /// <summary>Reads to the end, or to the first fault.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public Fault? Read()
    {
        _json.Read();
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            return new Fault(FaultTypes.InvalidField, "a report must be a JSON object", "$");
        }

        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            if (Name(out var member) is { } wrongName)
            {
                return wrongName;
            }

            _json.Read();
            if (_json.TokenType != JsonTokenType.Null && Value(member) is { } wrongValue)
            {
                return wrongValue;
            }
        }

        // Throws when anything follows.
        _json.Read();
        return Missing() ?? Contradiction();
    }

    /// <summary>The report; only after <see cref="Read"/> has returned no fault.</summary>
    public readonly ParsedReport ToReport()
    {
        var reportId = _reportId ?? _rules.NewReportId?.Invoke() ?? Ulid.NewUlid(_rules.Now).ToString();
        var report = new Report
        {
            ReportId = reportId,
            Revision = _revision,
            Retracted = _retracted,
            Source = _source!,
            Region = _region ?? "",
            Town = _town,
            Precision = _precision ?? (_town is null ? Precision.Region : Precision.Town),
            Location = _location,
            Kind = _kind?.Slug ?? "",
            Family = _kind?.Family ?? default,
            KindWeight = _kind?.Weight ?? 0,
            OccurredAt = _occurredAt ?? default,
            Killed = _killed,
            Wounded = _wounded,
            Grade = _grade,
            IncidentId = _incidentId,
            Actors = _actors,
            Summary = _summary,
            Url = _url,
            ReceivedAt = _receivedAt,
            LocationDoubt = !_isLocated && _texts.IsFarFrom(_region!, _location),
        };
        return new ParsedReport(report, null, reportId, _isLocated && _reportId is not null);
    }

    public void Dispose()
    {
        if (_unescaped is not null)
        {
            ArrayPool<byte>.Shared.Return(_unescaped);
            _unescaped = null;
        }
    }

    private Fault? Name(out ReportMember member)
    {
        var name = Text();
        member = ReportMembers.Find(name);
        if (member is ReportMember.Unknown || (member is ReportMember.ReceivedAt && !_rules.AllowsReceivedAt))
        {
            return Unknown(Encoding.UTF8.GetString(name), "$", ReportMembers.Suggestions);
        }

        var bit = 1u << (int)member;
        if ((_stated & bit) != 0)
        {
            return ReportTexts.Invalid(ReportMembers.NameOf(member), "must not be stated twice");
        }

        _stated |= bit;
        return null;
    }

    private Fault? Missing()
    {
        _isLocated = _region is null;
        if (_isLocated && _texts.Locate(_location, _reportId is not null, out _region) is { } notFound)
        {
            return notFound;
        }

        if (_source is null)
        {
            return Required(ReportMember.Source, "");
        }

        if (_retracted)
        {
            return _reportId is null ? Required(ReportMember.ReportId, " to retract a report") : null;
        }

        return _kind is null ? Required(ReportMember.Kind, "")
            : _occurredAt is null ? Required(ReportMember.OccurredAt, "")
            : null;
    }

    private readonly Fault? Contradiction() =>
        _precision is Precision.Town && _town is null && !_retracted
            ? ReportTexts.Invalid("precision", "cannot be 'town' where no town is stated")
            : null;

    private static Fault Required(ReportMember member, string purpose)
    {
        var name = ReportMembers.NameOf(member);
        return new Fault(FaultTypes.MissingField, $"{name} is required{purpose}", JsonPath.Root(name));
    }

    private readonly Fault Unknown(string name, string parent, IEnumerable<string> known)
    {
        var shown = NearestName.Shown(name);
        var detail = name == "receivedAt" ? "unknown field 'receivedAt'; only reports of backtests may state it"
            : HintBudget.Allows(_rules.Hints) ? $"unknown field '{shown}'{NearestName.Hint(NearestName.Find(name, known))}"
            : $"unknown field '{shown}'";
        return new Fault(FaultTypes.UnknownField, detail, JsonPath.Member(parent, shown));
    }
}
