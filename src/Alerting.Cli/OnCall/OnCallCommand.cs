using System.CommandLine;
using Alerting.Cli.CommandLine;
using Alerting.Cli.Server;
using Alerting.Client;
using Alerting.Json;
using Alerting.OnCall;

namespace Alerting.Cli.OnCall;

/// <summary>The command <c>oncall</c>: who is on call.</summary>
internal sealed class OnCallCommand : Command
{
    public OnCallCommand(CliConsole console, CliEnvironment environment)
        : base("oncall", "Tells who is on call.") => Add(new OnCallNowCommand(console, environment));
}

/// <summary><c>oncall now</c>.</summary>
internal sealed class OnCallNowCommand : ServerCommand
{
    private const string Nobody = "(nobody)";

    private readonly Argument<string[]> _schedules = new("SCHEDULE")
    {
        Description = "Ids of schedules; all that one may see unless stated",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<DateTimeOffset?> _at = ValueOption.Instant("--at", "At this instant; now unless stated");

    public OnCallNowCommand(CliConsole console, CliEnvironment environment)
        : base("now", "Tells who is on call by each schedule, until when, and who is next.", console, environment)
    {
        Add(_schedules);
        Add(_at);
    }

    private static IReadOnlyList<Column<OnCallView>> Columns { get; } =
    [
        new("schedule", 20, static view => view.Schedule),
        new("on call", 24, static view => NameOf(view.Now)),
        new("by", 10, static view => view.Now switch
        {
            null => null,
            { Layer: { } layer } => $"layer {layer + 1}",
            _ => "override",
        }),
        new("until", 20, static view => view.Now?.Until is { } until ? Instants.Format(until) : null),
        new("next", 24, static view => view.Next is { } next ? NameOf(next) : null),
        new("from", 0, static view => view.Next is { } next ? Instants.Format(next.Since) : null),
    ];

    protected override async Task RunAsync(AlertingClient server, ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var writer = Writer(parsed, ApiJson.Wire.OnCallView, Columns);
        await foreach (var schedule in SchedulesOf(server, parsed, cancellationToken))
        {
            await writer.WriteAsync(await server.Schedules.OnCallAsync(schedule, parsed.GetValue(_at), cancellationToken));
        }

        await writer.EndAsync();
    }

    private IAsyncEnumerable<string> SchedulesOf(AlertingClient server, ParseResult parsed, CancellationToken cancellationToken) =>
        parsed.GetValue(_schedules) is { Length: > 0 } stated
            ? stated.ToAsyncEnumerable()
            : server.Schedules.ListAsync(cancellationToken: cancellationToken).Select(static schedule => schedule.Id);

    private static string NameOf(OnCallShiftView? shift) => shift is null ? Nobody : shift.Name ?? shift.Contact;
}
