using System.CommandLine;
using Alerting.Cli.CommandLine;
using Alerting.Cli.Server;
using Alerting.Client;
using Alerting.Handovers;
using Alerting.Json;

namespace Alerting.Cli.Handovers;

/// <summary>The command <c>handover</c>: what a shift hands over to the next.</summary>
internal sealed class HandoverCommand : ServerCommand
{
    private readonly Option<DateTimeOffset?> _since = ValueOption.Instant(
        "--since", "Tells what has ended and gone wrong since this instant; 12 h ago unless stated");

    private readonly Option<string[]> _regions = ValueOption.Several("--region", "CODE", "About this region with all below it; may be repeated");

    public HandoverCommand(CliConsole console, CliEnvironment environment)
        : base("handover", "Writes what a shift hands over to the next: Markdown, or JSON where that is asked for.", console, environment)
    {
        Add(_since);
        Add(_regions);
    }

    protected override async Task RunAsync(AlertingClient server, ParseResult parsed, CancellationToken cancellationToken)
    {
        var (since, regions) = (parsed.GetValue(_since), parsed.GetValue(_regions));
        if (IsForPeople(parsed))
        {
            await WriteTextAsync(await server.Handover.GetMarkdownAsync(since, regions, cancellationToken), cancellationToken);
            return;
        }

        await using var writer = Writer<Handover>(parsed, ApiJson.Wire.Handover);
        await writer.WriteOneAsync(await server.Handover.GetAsync(since, regions, cancellationToken));
        await writer.FlushAsync();
    }
}
