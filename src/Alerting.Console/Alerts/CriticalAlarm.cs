using Alerting.Alerts;
using Alerting.Thresholds;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Alerting.Console.Alerts;

/// <summary>Tells of critical alerts by sound and by notifications of the desktop, on whichever page one is, once it is allowed.</summary>
internal sealed class CriticalAlarm(LiveAlerts alerts, IJSRuntime scripts, NavigationManager navigation) : IAsyncDisposable
{
    private IJSObjectReference? _script;
    private DotNetObjectReference<CriticalAlarm>? _self;

    /// <summary>The state has changed.</summary>
    public event Action? Changed;

    /// <summary>What was chosen in this browser, and what it allows.</summary>
    public AlarmState State { get; private set; } = AlarmState.Unknown;

    /// <summary>Whether a revision is cause for alarm: it raises a critical alert, or one that was not critical has become so.</summary>
    /// <param name="before">What was known of the alert; null: nothing.</param>
    public static bool IsCause(Alert revision, Alert? before) => revision is { Severity: Severity.Critical, Status: AlertStatus.Open }
        && (revision.Change == AlertChange.Raised || before is { Severity: < Severity.Critical });

    /// <summary>Reads what was chosen, and listens from then on.</summary>
    public async Task StartAsync()
    {
        if (_self is null)
        {
            _self = DotNetObjectReference.Create(this);
            _script = await scripts.InvokeAsync<IJSObjectReference>("import", "./js/alarm.js");
            State = await _script.InvokeAsync<AlarmState>("start", _self);
            alerts.Told += OnTold;
            Changed?.Invoke();
        }
    }

    /// <summary>Chooses; the browser asks for what it does not allow yet.</summary>
    /// <param name="choice">One of <see cref="AlarmState"/>.</param>
    public async Task ChooseAsync(string choice)
    {
        if (_script is { } script)
        {
            State = await script.InvokeAsync<AlarmState>("choose", choice);
            Changed?.Invoke();
        }
    }

    /// <summary>Tells of an alert that there is not, as of one that there is.</summary>
    public Task TestAsync() => TellAsync(
        "/alerts", Spoken.Of("Test: a critical alert"), Spoken.Of("This is how critical alerts are told here."));

    /// <summary>Called by the script when somebody chose a notification.</summary>
    [JSInvokable]
    public void Open(string path) => navigation.NavigateTo(path);

    public async ValueTask DisposeAsync()
    {
        alerts.Told -= OnTold;
        if (_script is { } script)
        {
            await script.DisposeAsync();
        }

        _self?.Dispose();
    }

    private void OnTold(Alert revision, Alert? before)
    {
        if (State.IsOn && IsCause(revision, before))
        {
            _ = TellAsync(
                $"/alerts/{Uri.EscapeDataString(revision.AlertId)}",
                Spoken.Of("Critical: {0}, {1}", revision.Threshold.Name, revision.Region.Name),
                revision.Explanation);
        }
    }

    private async Task TellAsync(string path, string title, string body)
    {
        if (_script is { } script)
        {
            if (State.IsSounding)
            {
                await script.InvokeVoidAsync("sound");
            }

            await script.InvokeAsync<bool>("notify", path, title, body, !State.IsSounding);
        }
    }
}
