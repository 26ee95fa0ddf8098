using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Alerting.Access;
using Alerting.Alerts;
using Alerting.Audit;
using Alerting.Backtests;
using Alerting.Boundaries;
using Alerting.Escalations;
using Alerting.Handovers;
using Alerting.Incidents;
using Alerting.Inhibitions;
using Alerting.Kinds;
using Alerting.OnCall;
using Alerting.Places;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Series;
using Alerting.Silences;
using Alerting.Subscriptions;
using Alerting.Thresholds;

namespace Alerting.Json;

/// <summary>
/// Everything that travels over HTTP, as JSON: camel case, enumerations by name, instants as UTC RFC 3339, nulls written.
/// Read strictly: a member that is stated twice, left out or null where it must not be is refused. A member that is not
/// known is refused in bodies of requests, which say so themselves, and passed over in answers: a newer server may have more.
/// Use <see cref="Wire"/>, which writes names in their own script, or <see cref="Requests"/>.
/// </summary>
[JsonSerializable(typeof(Page<Alert>))]
[JsonSerializable(typeof(RegionPage))]
[JsonSerializable(typeof(RegionChanges))]
[JsonSerializable(typeof(RegionFeatures))]
[JsonSerializable(typeof(BoundaryFeatures))]
[JsonSerializable(typeof(Page<IncidentView>))]
[JsonSerializable(typeof(Page<IncidentReport>))]
[JsonSerializable(typeof(IncidentDetailView))]
[JsonSerializable(typeof(ReportView))]
[JsonSerializable(typeof(Page<LevelChangeView>))]
[JsonSerializable(typeof(Page<ClockCorrectionView>))]
[JsonSerializable(typeof(Page<ThresholdView>))]
[JsonSerializable(typeof(Page<ThresholdVersion>))]
[JsonSerializable(typeof(Page<PlaceView>))]
[JsonSerializable(typeof(Page<PlaceVersion>))]
[JsonSerializable(typeof(Page<NameDoubt>))]
[JsonSerializable(typeof(Page<SilenceView>))]
[JsonSerializable(typeof(Page<SilenceVersion>))]
[JsonSerializable(typeof(Page<HeldDelivery>))]
[JsonSerializable(typeof(Page<InhibitionView>))]
[JsonSerializable(typeof(Page<InhibitionVersion>))]
[JsonSerializable(typeof(Page<ContactView>))]
[JsonSerializable(typeof(Page<ContactVersionView>))]
[JsonSerializable(typeof(ContactDetails))]
[JsonSerializable(typeof(Page<ScheduleView>))]
[JsonSerializable(typeof(Page<OnCallScheduleVersion>))]
[JsonSerializable(typeof(OnCallView))]
[JsonSerializable(typeof(Page<PolicyView>))]
[JsonSerializable(typeof(Page<AlertEscalation>))]
[JsonSerializable(typeof(Page<EscalationPolicyVersion>))]
[JsonSerializable(typeof(Page<NameDecisionView>))]
[JsonSerializable(typeof(Page<SubscriptionView>))]
[JsonSerializable(typeof(Page<Delivery>))]
[JsonSerializable(typeof(Page<Kind>))]
[JsonSerializable(typeof(Page<KeyView>))]
[JsonSerializable(typeof(Page<AuditEntry>))]
[JsonSerializable(typeof(IssuedKey))]
[JsonSerializable(typeof(RevokedKey))]
[JsonSerializable(typeof(SessionView))]
[JsonSerializable(typeof(SignInMethods))]
[JsonSerializable(typeof(ReportAnswer))]
[JsonSerializable(typeof(BacktestAnswer))]
[JsonSerializable(typeof(PreviewAnswer))]
[JsonSerializable(typeof(ReplayAnswer))]
[JsonSerializable(typeof(SubscriptionTestResult))]
[JsonSerializable(typeof(Readiness))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(ReportsProblem))]
[JsonSerializable(typeof(TrimmedProblem))]
[JsonSerializable(typeof(Handover))]
[JsonSerializable(typeof(AlertTimeline))]
[JsonSerializable(typeof(ThresholdRecord))]
[JsonSerializable(typeof(RegionSeries))]
[JsonSerializable(typeof(AlertSeries))]
[JsonSerializable(typeof(AlertProblem))]
[JsonSerializable(typeof(AlertMessage))]
[JsonSerializable(typeof(EscalationCallMessage))]
[JsonSerializable(typeof(TestMessage))]
[JsonSerializable(typeof(DigestMessage))]
[JsonSerializable(typeof(HeartbeatMessage))]
[JsonSerializable(typeof(Fault))]
[JsonSerializable(typeof(IReadOnlyList<Threshold>))]
[JsonSerializable(typeof(ReportBody))]
[JsonSerializable(typeof(IReadOnlyList<ReportBody>))]
[JsonSerializable(typeof(ThresholdBody))]
[JsonSerializable(typeof(PlaceBody))]
[JsonSerializable(typeof(SilenceBody))]
[JsonSerializable(typeof(InhibitionBody))]
[JsonSerializable(typeof(ContactBody))]
[JsonSerializable(typeof(ScheduleBody))]
[JsonSerializable(typeof(PolicyBody))]
[JsonSerializable(typeof(JoinBody))]
[JsonSerializable(typeof(PartBody))]
[JsonSerializable(typeof(NameDecisionBody))]
[JsonSerializable(typeof(SubscriptionBody))]
[JsonSerializable(typeof(ReplayBody))]
[JsonSerializable(typeof(OverrideBody))]
[JsonSerializable(typeof(SetClockBody))]
[JsonSerializable(typeof(AcknowledgeBody))]
[JsonSerializable(typeof(AssigneeBody))]
[JsonSerializable(typeof(CommentBody))]
[JsonSerializable(typeof(DispositionBody))]
[JsonSerializable(typeof(KeyBody))]
[JsonSerializable(typeof(RotateBody))]
[JsonSerializable(typeof(SessionBody))]
[JsonSerializable(typeof(BacktestBody))]
[JsonSerializable(typeof(BacktestSettings))]
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters =
    [
        typeof(InstantJsonConverter),
        typeof(KebabCaseEnumConverter<AlertChange>),
        typeof(KebabCaseEnumConverter<DispositionValue>),
        typeof(KebabCaseEnumConverter<BacktestAct>),
        typeof(KebabCaseEnumConverter<TimelineKind>),
        typeof(KebabCaseEnumConverter<AlertStatus>),
        typeof(KebabCaseEnumConverter<Severity>),
        typeof(KebabCaseEnumConverter<Measure>),
        typeof(KebabCaseEnumConverter<Depth>),
        typeof(KebabCaseEnumConverter<Counting>),
        typeof(KebabCaseEnumConverter<DoubtReason>),
        typeof(KebabCaseEnumConverter<NameVerdict>),
        typeof(KebabCaseEnumConverter<NameDoubtReason>),
        typeof(KebabCaseEnumConverter<IncidentVerdict>),
        typeof(KebabCaseEnumConverter<Family>),
        typeof(KebabCaseEnumConverter<Precision>),
        typeof(KebabCaseEnumConverter<ThreatLevel>),
        typeof(KebabCaseEnumConverter<Trend>),
        typeof(KebabCaseEnumConverter<ReportStatus>),
        typeof(KebabCaseEnumConverter<DeliveryStatus>),
        typeof(KebabCaseEnumConverter<DeliveryOutcome>),
        typeof(KebabCaseEnumConverter<DeliveryMode>),
        typeof(KebabCaseEnumConverter<Redaction>),
        typeof(KebabCaseEnumConverter<WebhookFormat>),
        typeof(KebabCaseEnumConverter<SilenceStatus>),
        typeof(KebabCaseEnumConverter<InhibitionPlace>),
        typeof(KebabCaseEnumConverter<EscalationStatus>),
        typeof(KebabCaseEnumConverter<EscalationMessage>),
        typeof(KebabCaseEnumConverter<EscalationCallStatus>),
        typeof(KebabCaseEnumConverter<HistoryClock>),
        typeof(KebabCaseEnumConverter<Role>),
        typeof(KebabCaseEnumConverter<SubjectKind>),
    ])]
public sealed partial class ApiJson : JsonSerializerContext
{
    private static ApiJson? s_wire;
    private static ApiJson? s_requests;

    /// <summary>Names are written as they are, "Al Anbār" and not an escape sequence: nothing of it is embedded in HTML.</summary>
    public static ApiJson Wire => s_wire ??= new ApiJson(Plain());

    /// <summary>As <see cref="Wire"/>, without members that are null: what a request does not say it need not send.</summary>
    public static ApiJson Requests =>
        s_requests ??= new ApiJson(new JsonSerializerOptions(Plain()) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull });

    /// <summary>Has options write and read as <see cref="Wire"/> does, beside what they read and write already.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.NumberHandling = JsonNumberHandling.Strict;
        foreach (var converter in Default.GeneratedSerializerOptions!.Converters)
        {
            options.Converters.Add(converter);
        }

        options.TypeInfoResolverChain.Insert(0, Default);
    }

    private static JsonSerializerOptions Plain() =>
        new(Default.GeneratedSerializerOptions!) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
