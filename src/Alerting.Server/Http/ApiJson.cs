using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Alerting.Alerts;
using Alerting.Grains.Subscriptions;
using Alerting.Incidents;
using Alerting.Json;
using Alerting.Kinds;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Server.Backtests;
using Alerting.Server.Regions;
using Alerting.Server.Reports;
using Alerting.Server.Thresholds;
using Alerting.Subscriptions;
using Alerting.Thresholds;
using Microsoft.AspNetCore.Mvc;

namespace Alerting.Server.Http;

/// <summary>A page of a list.</summary>
/// <param name="Next">What to pass on to get the next page; null when this is the last.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Next) : IPage;

/// <summary>A page of whatever list.</summary>
internal interface IPage
{
    string? Next { get; }
}

/// <summary>What the API answers, as JSON.</summary>
[JsonSerializable(typeof(Page<Alert>))]
[JsonSerializable(typeof(Page<RegionView>))]
[JsonSerializable(typeof(RegionFeatures))]
[JsonSerializable(typeof(Page<IncidentView>))]
[JsonSerializable(typeof(Page<IncidentReport>))]
[JsonSerializable(typeof(Page<LevelChangeView>))]
[JsonSerializable(typeof(Page<ClockCorrectionView>))]
[JsonSerializable(typeof(Page<ThresholdView>))]
[JsonSerializable(typeof(Page<ThresholdVersion>))]
[JsonSerializable(typeof(Page<SubscriptionView>))]
[JsonSerializable(typeof(Page<Delivery>))]
[JsonSerializable(typeof(Page<Kind>))]
[JsonSerializable(typeof(ReportAnswer))]
[JsonSerializable(typeof(BacktestAnswer))]
[JsonSerializable(typeof(PreviewAnswer))]
[JsonSerializable(typeof(Alerting.Server.Subscriptions.ReplayAnswer))]
[JsonSerializable(typeof(SubscriptionTestResult))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(IReadOnlyList<ReportResult>))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters =
    [
        typeof(InstantJsonConverter),
        typeof(KebabCaseEnumConverter<AlertChange>),
        typeof(KebabCaseEnumConverter<AlertStatus>),
        typeof(KebabCaseEnumConverter<Severity>),
        typeof(KebabCaseEnumConverter<Measure>),
        typeof(KebabCaseEnumConverter<Depth>),
        typeof(KebabCaseEnumConverter<Family>),
        typeof(KebabCaseEnumConverter<Precision>),
        typeof(KebabCaseEnumConverter<ThreatLevel>),
        typeof(KebabCaseEnumConverter<Trend>),
        typeof(KebabCaseEnumConverter<ReportStatus>),
        typeof(KebabCaseEnumConverter<DeliveryStatus>),
    ])]
internal sealed partial class ApiJson : JsonSerializerContext
{
    private static ApiJson? s_wire;

    public static ApiJson Wire => s_wire ??= new ApiJson(new JsonSerializerOptions(Default.GeneratedSerializerOptions!) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public static void Configure(JsonSerializerOptions options)
    {
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.NumberHandling = JsonNumberHandling.Strict;
        foreach (var converter in Default.GeneratedSerializerOptions!.Converters)
        {
            options.Converters.Add(converter);
        }

        options.TypeInfoResolverChain.Insert(0, Default);
    }
}
