using Alerting.Access;
using Alerting.Audit;
using Alerting.Grains.Audit;
using Alerting.Server.Access;

namespace Alerting.Server.Audit;

/// <summary>
/// Brings refused sign-ins to the audit log, gathered by minute and address as they are counted. Those of the last minute go
/// with a process that is killed; nobody was answered that they are kept.
/// </summary>
internal sealed partial class RefusedSignIns(
    RefusedKeys refused, IGrainFactory grains, TimeProvider clock, ILogger<RefusedSignIns> logger) : BackgroundService
{
    private const int MaxAtOnce = 100;
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(5);
    private static readonly Actor s_nobody = new("", "", SubjectKind.Unknown);

    /// <summary>What the audit log could not take yet. One loop alone uses it.</summary>
    private readonly Queue<RefusedMinute> _waiting = new();

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);

        // The silo stops after this, so the audit log can still be called.
        await TryForwardAsync(all: true, cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_every, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TryForwardAsync(all: false, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }
    }

    private async Task TryForwardAsync(bool all, CancellationToken cancellationToken)
    {
        foreach (var minute in refused.TakeEnded(all))
        {
            _waiting.Enqueue(minute);
        }

        while (_waiting.Count > RefusedKeys.MaxAddresses)
        {
            // Away for long, and attacked from everywhere: the oldest go, which the log of the process has.
            _waiting.Dequeue();
        }

        try
        {
            while (_waiting.Count > 0)
            {
                List<AuditRecord> some = [.. _waiting.Take(MaxAtOnce).Select(RecordOf)];
                await grains.GetGrain<IAuditGrain>(IAuditGrain.Key).NoteAsync(some).WaitAsync(cancellationToken);
                some.ForEach(_ => _waiting.Dequeue());
            }
        }
        catch (Exception exception)
        {
            LogNotForwarded(exception, _waiting.Count);
        }
    }

    private static AuditRecord RecordOf(RefusedMinute minute) => new()
    {
        At = minute.At,
        Actor = s_nobody,
        Action = AuditActions.SignInRefused,
        Target = minute.Address,
        After = $"{{\"count\":{minute.Count}}}",
        Address = minute.Address,
    };

    [LoggerMessage(
        EventId = 5,
        Level = LogLevel.Warning,
        Message = "{Count} minutes of refused sign-ins could not be brought to the audit log; it is tried again.")]
    private partial void LogNotForwarded(Exception exception, int count);
}
