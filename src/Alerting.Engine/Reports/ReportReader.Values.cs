using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Alerting.Engine.Json;
using Alerting.Regions;
using Alerting.Reports;

namespace Alerting.Engine.Reports;

internal ref partial struct ReportReader
{
    private static readonly string[] s_locationNames = ["lat", "lon"];

    private Fault? Value(ReportMember member) => member switch
    {
        ReportMember.ReportId => Text(member, out var text) ?? ReportTexts.Id(text, "reportId", ReportBody.MaxId, out _reportId),
        ReportMember.Revision => Integer(member, 1, int.MaxValue, out _revision),
        ReportMember.Retracted => Boolean(member, out _retracted),
        ReportMember.Source => Text(member, out var text) ?? _texts.Source(text, out _source),
        ReportMember.Region => Text(member, out var text) ?? _texts.Region(text, _rules.Hints, out _region),
        ReportMember.Town => Town(),
        ReportMember.Precision => PrecisionOf(),
        ReportMember.Location => LocationOf(),
        ReportMember.Kind => Text(member, out var text) ?? _texts.Kind(text, _rules.Hints, out _kind),
        ReportMember.OccurredAt => OccurredAt(),
        ReportMember.Killed => Casualties(member, out _killed),
        ReportMember.Wounded => Casualties(member, out _wounded),
        ReportMember.Grade => GradeOf(),
        ReportMember.IncidentId => Text(member, out var text) ?? ReportTexts.IncidentId(text, out _incidentId),
        ReportMember.Actors => Actors(),
        ReportMember.Summary => Text(member, out var text) ?? ReportTexts.Summary(text, out _summary),
        ReportMember.Url => Text(member, out var text) ?? ReportTexts.Url(text, out _url),
        ReportMember.ReceivedAt => Instant(member, out _receivedAt),
        _ => throw new ArgumentOutOfRangeException(nameof(member), member, null),
    };

    /// <summary>The current name or string without its escapes. Valid until the next call.</summary>
    private ReadOnlySpan<byte> Text()
    {
        if (!_json.ValueIsEscaped)
        {
            return _json.ValueSpan;
        }

        if (_unescaped is null || _unescaped.Length < _json.ValueSpan.Length)
        {
            Dispose();
            _unescaped = ArrayPool<byte>.Shared.Rent(_json.ValueSpan.Length);
        }

        return _unescaped.AsSpan(0, _json.CopyString(_unescaped));
    }

    private Fault? Text(ReportMember member, out ReadOnlySpan<byte> text)
    {
        var isText = _json.TokenType == JsonTokenType.String;
        text = isText ? Text() : default;
        return isText ? null : Invalid(member, "must be a string");
    }

    private readonly Fault? Integer(ReportMember member, int min, int max, out int value)
    {
        value = 0;
        return _json.TokenType == JsonTokenType.Number && _json.TryGetInt32(out value) && value >= min && value <= max
            ? null
            : Invalid(member, string.Create(CultureInfo.InvariantCulture, $"must be an integer from {min} to {max}"));
    }

    private readonly Fault? Casualties(ReportMember member, out int? value)
    {
        var fault = Integer(member, 0, ReportBody.MaxCasualties, out var stated);
        value = stated;
        return fault;
    }

    private readonly Fault? Boolean(ReportMember member, out bool value)
    {
        value = _json.TokenType == JsonTokenType.True;
        return value || _json.TokenType == JsonTokenType.False ? null : Invalid(member, "must be true or false");
    }

    private Fault? Town()
    {
        var town = PlainName.None;
        var fault = Text(ReportMember.Town, out var text) ?? _texts.Name(text, "town", out town);
        _town = town.Written;
        return fault;
    }

    private Fault? PrecisionOf()
    {
        if (Text(ReportMember.Precision, out var text) is { } fault)
        {
            return fault;
        }

        _precision = text.SequenceEqual("town"u8) ? Precision.Town
            : text.SequenceEqual("area"u8) ? Precision.Area
            : text.SequenceEqual("region"u8) ? Precision.Region
            : null;
        return _precision is null ? Invalid(ReportMember.Precision, "must be 'town', 'area' or 'region'") : null;
    }

    private Fault? GradeOf()
    {
        if (Text(ReportMember.Grade, out var text) is { } fault)
        {
            return fault;
        }

        return text.Length == 2 && Grade.TryParse([(char)text[0], (char)text[1]], out _grade)
            ? null
            : Invalid(ReportMember.Grade, "must be an Admiralty code from 'A1' to 'F6'");
    }

    private Fault? Instant(ReportMember member, out DateTimeOffset? instant)
    {
        instant = null;
        if (Text(member, out var text) is { } fault)
        {
            return fault;
        }

        if (!Rfc3339.TryParse(text, out var value))
        {
            return Invalid(member, "must be an RFC 3339 time with offset, such as 2014-01-01T13:05:00+03:00");
        }

        instant = value;
        return null;
    }

    private Fault? OccurredAt()
    {
        if (Instant(ReportMember.OccurredAt, out _occurredAt) is { } fault)
        {
            return fault;
        }

        var ahead = _occurredAt!.Value - _rules.Now;
        if (ahead > _rules.Tolerance)
        {
            return new Fault(
                FaultTypes.InTheFuture,
                $"occurredAt lies more than {Duration.From(_rules.Tolerance.Value).ToWords()} in the future",
                "$.occurredAt");
        }

        return -ahead > _rules.Retention
            ? new Fault(FaultTypes.TooOld,
                $"occurredAt lies further back than the {Duration.From(_rules.Retention.Value).ToWords()} that are kept", "$.occurredAt")
            : null;
    }

    private Fault? LocationOf()
    {
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            return Invalid(ReportMember.Location, "must be an object with lat and lon");
        }

        double? lat = null;
        double? lon = null;
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            var name = Text();
            var isLat = name.SequenceEqual("lat"u8);
            if (!isLat && !name.SequenceEqual("lon"u8))
            {
                return Unknown(Encoding.UTF8.GetString(name), "$.location", s_locationNames);
            }

            _json.Read();
            var fault = isLat ? Degrees("location.lat", 90, ref lat) : Degrees("location.lon", 180, ref lon);
            if (fault is not null)
            {
                return fault;
            }
        }

        if (lat is null || lon is null)
        {
            var missing = lat is null ? "location.lat" : "location.lon";
            return new Fault(FaultTypes.MissingField, $"{missing} is required in a location", JsonPath.Root(missing));
        }

        _location = new Location(lat.Value, lon.Value);
        return null;
    }

    private readonly Fault? Degrees(string member, double max, ref double? degrees)
    {
        if (degrees is not null)
        {
            return ReportTexts.Invalid(member, "must not be stated twice");
        }

        if (_json.TokenType != JsonTokenType.Number || !_json.TryGetDouble(out var value) || !(Math.Abs(value) <= max))
        {
            return ReportTexts.Invalid(member, string.Create(CultureInfo.InvariantCulture, $"must be a number from -{max} to {max}"));
        }

        // Adding zero turns -0 into 0; as text it would not read back as the same.
        degrees = value + 0.0;
        return null;
    }

    private Fault? Actors()
    {
        if (_json.TokenType != JsonTokenType.StartArray)
        {
            return Invalid(ReportMember.Actors, "must be an array of strings");
        }

        PlainName? first = null;
        List<PlainName>? all = null;
        for (var index = 0; _json.Read() && _json.TokenType != JsonTokenType.EndArray; index++)
        {
            if (index == ReportBody.MaxActors)
            {
                return Invalid(ReportMember.Actors,
                    string.Create(CultureInfo.InvariantCulture, $"must be at most {ReportBody.MaxActors} names"));
            }

            if (_json.TokenType != JsonTokenType.String)
            {
                return ReportTexts.Invalid(JsonPath.Item("actors", index), "must be a string");
            }

            // The path is only written out for a fault.
            if (_texts.Name(Text(), "actors", out var name) is { } fault)
            {
                var member = JsonPath.Item("actors", index);
                return fault with { Detail = member + fault.Detail["actors".Length..], Path = JsonPath.Root(member) };
            }

            if (first is null)
            {
                first = name;
            }
            else
            {
                all ??= [first];
                if (!Holds(all, name.Folded))
                {
                    all.Add(name);
                }
            }
        }

        _actors = all is { Count: > 1 } ? [.. all.Select(name => name.Written)] : first?.Alone ?? [];
        return null;
    }

    private static bool Holds(List<PlainName> names, string folded)
    {
        foreach (var name in names)
        {
            if (name.Folded == folded)
            {
                return true;
            }
        }

        return false;
    }

    private static Fault Invalid(ReportMember member, string rule) => ReportTexts.Invalid(ReportMembers.NameOf(member), rule);
}
