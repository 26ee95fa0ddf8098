using System.CommandLine;
using Alerting.Cli.CommandLine;
using Alerting.Cli.Server;
using Alerting.Client;
using Alerting.Json;
using Alerting.Silences;

namespace Alerting.Cli.Silences;

/// <summary>The command <c>silences</c>: when deliveries are held back.</summary>
internal sealed class SilencesCommand : Command
{
    public SilencesCommand(CliConsole console, CliEnvironment environment)
        : base("silences", "Holds deliveries back for a time, never alerts; what is open at its end is delivered then.")
    {
        Add(new AddSilenceCommand(console, environment));
        Add(new ListSilencesCommand(console, environment));
        Add(new ExpireSilenceCommand(console, environment));
    }

    /// <summary>The columns in which silences are shown.</summary>
    public static IReadOnlyList<Column<SilenceView>> Columns { get; } =
    [
        new("id", 32, static silence => silence.Id),
        new("status", 8, static silence => EnumNames.ToName(silence.Status)),
        new("until", 24, static silence => silence.NextChangeAt is { } at ? Instants.Format(at) : null),
        new("regions", 12, static silence => AllOr(silence.Regions)),
        new("thresholds", 12, static silence => AllOr(silence.Thresholds)),
        new("up to", 8, static silence => EnumNames.ToName(silence.MaxSeverity)),
        new("schedule", 24, static silence => silence.Schedule is { } schedule ? $"{schedule.Rrule} {schedule.TimeZone}" : null),
        new("by", 16, static silence => silence.CreatedBy),
        new("comment", 0, static silence => silence.Comment),
    ];

    private static string AllOr(IReadOnlyList<string> named) => named.Count == 0 ? "*" : string.Join(',', named);
}

/// <summary><c>silences list</c>.</summary>
internal sealed class ListSilencesCommand : ServerCommand
{
    private readonly Option<SilenceStatus?> _status = ValueOption.OneOf<SilenceStatus>("--status", "Only silences that are so");

    public ListSilencesCommand(CliConsole console, CliEnvironment environment)
        : base("list", "Lists the silences by id, and until when each stays as it is.", console, environment) => Add(_status);

    protected override async Task RunAsync(AlertingClient server, ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var writer = Writer(parsed, ApiJson.Wire.SilenceView, SilencesCommand.Columns);
        await foreach (var silence in server.Silences.ListAsync(parsed.GetValue(_status), cancellationToken: cancellationToken))
        {
            await writer.WriteAsync(silence);
        }

        await writer.EndAsync();
    }
}

/// <summary><c>silences expire</c>.</summary>
internal sealed class ExpireSilenceCommand : ServerCommand
{
    private readonly Argument<string> _id = new("ID") { Description = "Id of the silence" };

    public ExpireSilenceCommand(CliConsole console, CliEnvironment environment)
        : base("expire", "Ends a silence now, and deletes it: what it held back is delivered, and still listed.", console, environment) =>
        Add(_id);

    protected override async Task RunAsync(AlertingClient server, ParseResult parsed, CancellationToken cancellationToken)
    {
        var id = parsed.GetRequiredValue(_id);
        await server.Silences.DeleteAsync(id, cancellationToken: cancellationToken);
        SilenceVersion? ended = null;
        await foreach (var version in server.Silences.VersionsAsync(id, cancellationToken: cancellationToken))
        {
            ended = version;
        }

        await using var writer = Writer(
            parsed,
            ApiJson.Wire.SilenceVersion,
            new Column<SilenceVersion>("id", 32, static version => version.Id),
            new Column<SilenceVersion>("ended", 24, static version => Instants.Format(version.At)),
            new Column<SilenceVersion>("by", 0, static version => version.Author));
        await writer.WriteOneAsync(ended!);
    }
}
