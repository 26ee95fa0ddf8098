using System.CommandLine;
using System.Globalization;
using Alerting.Audit;
using Alerting.Cli.CommandLine;
using Alerting.Cli.Server;
using Alerting.Client;
using Alerting.Json;

namespace Alerting.Cli.Audit;

/// <summary>The command <c>audit</c>: who has changed what.</summary>
internal sealed class AuditCommand : ServerCommand
{
    private const int PageSize = 500;
    private static readonly TimeSpan s_betweenLooks = TimeSpan.FromSeconds(1);

    private readonly Option<string?> _actor = ValueOption.Text("--actor", "ID|NAME", "Only what was done by this subject");
    private readonly Option<string?> _action = ValueOption.Text(
        "--action", "ACTION", "Only this action, such as threshold.replaced, or all of a noun, such as threshold");

    private readonly Option<string?> _target = ValueOption.Text("--target", "ID", "Only what was done to this");
    private readonly Option<string?> _region = ValueOption.Text("--region", "CODE", "Only what concerns this region or one below it");
    private readonly Option<long?> _after = ValueOption.Of("--after", "SEQ", "Only entries after this one", SeqOf);
    private readonly Option<bool> _follow = new("--follow") { Description = "Go on with what comes, until the command is ended" };

    public AuditCommand(CliConsole console, CliEnvironment environment)
        : base("audit", "Lists who has changed what, in the order of the audit log.", console, environment)
    {
        Add(_actor);
        Add(_action);
        Add(_target);
        Add(_region);
        Add(_after);
        Add(_follow);
    }

    protected override async Task RunAsync(AlertingClient server, ParseResult parsed, CancellationToken cancellationToken)
    {
        var filter = new AuditFilter
        {
            Actor = parsed.GetValue(_actor),
            Action = parsed.GetValue(_action),
            Target = parsed.GetValue(_target),
            Region = parsed.GetValue(_region),
            After = parsed.GetValue(_after),
        };
        await using var writer = Writer(
            parsed,
            ApiJson.Wire.AuditEntry,
            new Column<AuditEntry>("seq", 8, static entry => entry.Seq.ToString(CultureInfo.InvariantCulture)),
            new Column<AuditEntry>("at", 24, static entry => Instants.Format(entry.At)),
            new Column<AuditEntry>("actor", 20, static entry => entry.Actor.Name),
            new Column<AuditEntry>("action", 22, static entry => entry.Action),
            new Column<AuditEntry>("target", 28, static entry => entry.Target),
            new Column<AuditEntry>("region", 8, static entry => entry.Region),
            new Column<AuditEntry>("reason", 0, static entry => entry.Reason));
        while (true)
        {
            await foreach (var entry in server.Audit.ListAsync(filter, PageSize, cancellationToken))
            {
                await writer.WriteAsync(entry);
                filter = filter with { After = entry.Seq };
            }

            if (!parsed.GetValue(_follow))
            {
                await writer.EndAsync();
                return;
            }

            await writer.FlushAsync();
            await Task.Delay(s_betweenLooks, Environment.Clock, cancellationToken);
        }
    }

    private static long? SeqOf(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seq)
            ? seq
            : throw new UsageException($"--after must be the seq of an entry, not '{text}'.");
}
