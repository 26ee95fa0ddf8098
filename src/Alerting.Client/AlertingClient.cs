using System.Net.Http.Headers;

namespace Alerting.Client;

/// <summary>
/// The API of an alerting server, typed. Every method throws <see cref="ProblemException"/> where the server refuses, and
/// <see cref="HttpRequestException"/> where it cannot be reached. Requests are not repeated by themselves; those that may
/// be say so. Safe for concurrent use.
/// </summary>
public sealed class AlertingClient
{
    /// <summary>Typed calls over a client for HTTP.</summary>
    /// <param name="http">
    /// With the address of the server as <see cref="HttpClient.BaseAddress"/> and a key as
    /// <see cref="HttpRequestHeaders.Authorization"/>; it stays the caller's.
    /// </param>
    public AlertingClient(HttpClient http)
    {
        ArgumentNullException.ThrowIfNull(http);
        var api = new ApiConnection(http);
        Reports = new ReportsClient(api);
        Regions = new RegionsClient(api);
        Alerts = new AlertsClient(api);
        Thresholds = new ThresholdsClient(api);
        Subscriptions = new SubscriptionsClient(api);
        Silences = new SilencesClient(api);
        Contacts = new ContactsClient(api);
        Schedules = new SchedulesClient(api);
        Policies = new PoliciesClient(api);
        Handover = new HandoverClient(api);
        Backtests = new BacktestsClient(api);
        Kinds = new KindsClient(api);
        Places = new PlacesClient(api);
        Keys = new KeysClient(api);
        Audit = new AuditClient(api);
        Health = new HealthClient(api);
    }

    /// <summary>What happened, as reporters tell it.</summary>
    public ReportsClient Reports { get; }

    /// <summary>Levels, figures and incidents of regions, and the catalogue of regions.</summary>
    public RegionsClient Regions { get; }

    /// <summary>What was raised, and every revision of it.</summary>
    public AlertsClient Alerts { get; }

    /// <summary>What raises alerts, and what a change of it would do.</summary>
    public ThresholdsClient Thresholds { get; }

    /// <summary>Who is told of alerts, and what was delivered.</summary>
    public SubscriptionsClient Subscriptions { get; }

    /// <summary>What holds deliveries back for a time.</summary>
    public SilencesClient Silences { get; }

    /// <summary>Who can be called, and how.</summary>
    public ContactsClient Contacts { get; }

    /// <summary>Who is on call when.</summary>
    public SchedulesClient Schedules { get; }

    /// <summary>Who is called of an alert, and who next.</summary>
    public PoliciesClient Policies { get; }

    /// <summary>What a shift hands over to the next.</summary>
    public HandoverClient Handover { get; }

    /// <summary>What thresholds would have done.</summary>
    public BacktestsClient Backtests { get; }

    /// <summary>The catalogue of kinds of incidents.</summary>
    public KindsClient Kinds { get; }

    /// <summary>The towns that operators have put.</summary>
    public PlacesClient Places { get; }

    /// <summary>Who may use the server.</summary>
    public KeysClient Keys { get; }

    /// <summary>Who has changed what.</summary>
    public AuditClient Audit { get; }

    /// <summary>How the process fares that answers.</summary>
    public HealthClient Health { get; }
}
