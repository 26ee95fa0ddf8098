using System.CommandLine;
using Alerting.Cli.CommandLine;
using Alerting.Cli.Server;
using Alerting.Client;
using Alerting.Json;
using Alerting.Silences;
using Alerting.Thresholds;

namespace Alerting.Cli.Silences;

/// <summary><c>silences add</c>.</summary>
internal sealed class AddSilenceCommand : ServerCommand
{
    private const string HowLong = "State how long: --until, --for, or --rrule with --duration and --time-zone.";

    private readonly Argument<string> _comment = new("COMMENT") { Description = "Why nobody is to be told" };
    private readonly Option<string?> _id = ValueOption.Text("--id", "ID", "Its id, a-z, 0-9 and -; the server makes one unless stated");
    private readonly Option<string[]> _regions = ValueOption.Several(
        "--region", "CODE", "Only alerts of this region and those below it; may be repeated");

    private readonly Option<string[]> _thresholds = ValueOption.Several(
        "--threshold", "ID", "Only alerts of this threshold; may be repeated");

    private readonly Option<Severity?> _maxSeverity = ValueOption.OneOf<Severity>(
        "--max-severity", "Graver alerts are delivered all the same; severe unless stated");

    private readonly Option<DateTimeOffset?> _from = ValueOption.Instant(
        "--from", "When it begins, or from when on its schedule counts; now unless stated");

    private readonly Option<DateTimeOffset?> _until = ValueOption.Instant("--until", "When it ends");
    private readonly Option<Duration?> _for = ValueOption.Span("--for", "How long it holds from its beginning, as in PT2H");
    private readonly Option<string?> _rule = ValueOption.Text(
        "--rrule", "RULE", "When it holds again and again, by RFC 5545, as in FREQ=WEEKLY;BYDAY=SA");

    private readonly Option<Duration?> _duration = ValueOption.Span("--duration", "How long it holds each time, as in PT8H");
    private readonly Option<string?> _zone = ValueOption.Text("--time-zone", "ZONE", "In which the rule repeats, as in Asia/Baghdad");

    public AddSilenceCommand(CliConsole console, CliEnvironment environment)
        : base("add", "Makes a silence that holds once, or again and again.", console, environment)
    {
        Add(_comment);
        Add(_id);
        Add(_regions);
        Add(_thresholds);
        Add(_maxSeverity);
        Add(_from);
        Add(_until);
        Add(_for);
        Add(_rule);
        Add(_duration);
        Add(_zone);
    }

    protected override async Task RunAsync(AlertingClient server, ParseResult parsed, CancellationToken cancellationToken)
    {
        var schedule = ScheduleOf(parsed);
        var body = new SilenceBody
        {
            Comment = parsed.GetRequiredValue(_comment),
            Regions = parsed.GetValue(_regions),
            Thresholds = parsed.GetValue(_thresholds),
            MaxSeverity = parsed.GetValue(_maxSeverity),
            StartsAt = parsed.GetValue(_from),
            EndsAt = EndOf(parsed, isRecurring: schedule is not null),
            Schedule = schedule,
        };
        await using var writer = Writer(parsed, ApiJson.Wire.SilenceView, SilencesCommand.Columns);
        await writer.WriteOneAsync(parsed.GetValue(_id) is { } id
            ? (await server.Silences.PutAsync(id, body, Expect.Nothing, cancellationToken)).Value
            : await server.Silences.CreateAsync(body, cancellationToken));
    }

    private SilenceScheduleBody? ScheduleOf(ParseResult parsed) =>
        (parsed.GetValue(_rule), parsed.GetValue(_duration), parsed.GetValue(_zone)) switch
        {
            (null, null, null) => null,
            ({ } rule, { } duration, { } zone) => new SilenceScheduleBody { Rrule = rule, Duration = duration, TimeZone = zone },
            _ => throw new UsageException("A silence that holds again and again has all of --rrule, --duration and --time-zone."),
        };

    private DateTimeOffset? EndOf(ParseResult parsed, bool isRecurring) =>
        (parsed.GetValue(_until), parsed.GetValue(_for)) switch
        {
            (null, null) => isRecurring ? null : throw new UsageException(HowLong),
            ({ } until, null) when !isRecurring => until,
            (null, { } span) when !isRecurring => (parsed.GetValue(_from) ?? Environment.Clock.GetUtcNow()) + span.Value,
            _ => throw new UsageException(HowLong),
        };
}
