using System.Net;
using Alerting.Access;
using Alerting.Client;

namespace Alerting.Console.Access;

/// <summary>Who uses the console, as the server knows it by the cookie of the session.</summary>
internal sealed class CurrentCaller(AlertingClient client)
{
    private static readonly Role[] s_readers = [Role.Dashboard, Role.Desk, Role.Operator, Role.Auditor, Role.Admin];

    /// <summary>Null while nobody is signed in.</summary>
    public SessionView? Session { get; private set; }

    /// <summary>Whether regions and incidents may be read.</summary>
    public bool ReadsRegions => HasAny(s_readers);

    /// <summary>Whether alerts may be read.</summary>
    public bool ReadsAlerts => HasAny(Role.Desk, Role.Operator, Role.Auditor, Role.Admin);

    /// <summary>Whether alerts may be acknowledged.</summary>
    public bool ActsOnAlerts => HasAny(Role.Desk, Role.Operator, Role.Admin);

    /// <summary>Whether thresholds may be changed and tried, as far as the regions of the caller reach.</summary>
    public bool TunesThresholds => HasAny(Role.Operator, Role.Admin);

    /// <summary>Whether the level of a region may be set by hand.</summary>
    public bool OverridesLevels => HasAny(Role.Operator, Role.Admin);

    /// <summary>Whether keys may be managed: by administrators who are limited to no regions.</summary>
    public bool ManagesKeys => HasAny(Role.Admin) && Session is { Regions.Count: 0 };

    /// <summary>Whether subscriptions may be created and changed.</summary>
    public bool KeepsSubscriptions => ActsOnAlerts;

    /// <summary>Whether silences may be made and changed that end within a day.</summary>
    public bool MakesSilences => ActsOnAlerts;

    /// <summary>Whether silences may recur and be as long as one likes.</summary>
    public bool SilencesAtWill => HasAny(Role.Operator, Role.Admin);

    /// <summary>Whether contacts, schedules and policies may be made and changed.</summary>
    public bool KeepsOnCall => HasAny(Role.Operator, Role.Admin);

    /// <summary>Whether subscriptions of others are listed too.</summary>
    public bool SeesSubscriptionsOfOthers => ReadsAudit;

    /// <summary>Whether reports may be filed.</summary>
    public bool FilesReports => HasAny(Role.Reporter, Role.Admin);

    /// <summary>Whether the audit log may be read, and how the server fares.</summary>
    public bool ReadsAudit => HasAny(Role.Auditor, Role.Admin);

    /// <summary>Somebody has signed in or out.</summary>
    public event Action? Changed;

    /// <summary>Asks the server who it is.</summary>
    /// <exception cref="HttpRequestException">The server cannot be reached.</exception>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        SessionView? session;
        try
        {
            session = await client.Keys.WhoAmIAsync(cancellationToken);
        }
        catch (ProblemException problem) when (problem.Status == HttpStatusCode.Unauthorized)
        {
            session = null;
        }

        Set(session);
    }

    /// <summary>Opens a session on behalf of a key.</summary>
    /// <exception cref="ProblemException">The key opens nothing, or too many wrong ones were shown.</exception>
    /// <exception cref="HttpRequestException">The server cannot be reached.</exception>
    public async Task SignInAsync(string key, CancellationToken cancellationToken)
    {
        await client.Keys.OpenSessionAsync(new SessionBody { Key = key }, cancellationToken);
        await LoadAsync(cancellationToken);
    }

    /// <summary>Ends the session.</summary>
    public async Task SignOutAsync(CancellationToken cancellationToken)
    {
        try
        {
            await client.Keys.EndSessionAsync(cancellationToken);
        }
        catch (ProblemException problem) when (problem.Status == HttpStatusCode.Unauthorized)
        {
            // It had ended before.
        }

        Set(null);
    }

    /// <summary>To be called when an answer says that nobody is signed in any more.</summary>
    public void End() => Set(null);

    private bool HasAny(params ReadOnlySpan<Role> roles)
    {
        foreach (var role in roles)
        {
            if (Session?.Roles.Contains(role) == true)
            {
                return true;
            }
        }

        return false;
    }

    private void Set(SessionView? session)
    {
        if (Session is null && session is null)
        {
            return;
        }

        Session = session;
        Changed?.Invoke();
    }
}
