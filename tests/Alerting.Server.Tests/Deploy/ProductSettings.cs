using System.Reflection;
using Alerting.Notifications;
using Alerting.Notifications.Email;
using Alerting.Notifications.Telegram;
using Alerting.Notifications.Webhooks;
using Alerting.Server.Backtests;
using Alerting.Server.Hosting;
using Alerting.Server.Reports;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Alerting.Server.Tests.Deploy;

/// <summary>The product's own configuration, as its options classes have it.</summary>
internal static class ProductSettings
{
    /// <summary>Requests under way and the hand-over of regions, which a process that ends may take after its drain.</summary>
    public static readonly TimeSpan HandOver = TimeSpan.FromSeconds(30);

    private static readonly HashSet<string> s_keys =
    [
        .. Keys(typeof(AlertingOptions), AlertingOptions.Section),
        .. Keys(typeof(BacktestOptions), BacktestOptions.Section),
        .. Keys(typeof(MetricsOptions), MetricsOptions.Section),
        .. Keys(typeof(ReportOptions), ReportOptions.Section),
        .. Keys(typeof(NotificationOptions), NotificationOptions.Section),
        .. Keys(typeof(SmtpOptions), SmtpOptions.Section),
        .. Keys(typeof(TelegramOptions), TelegramOptions.Section),
        .. Keys(typeof(WebhookOptions), WebhookOptions.Section),
    ];

    /// <summary>
    /// Binds environment variables as a server does at start, which fails on a key that nothing reads or a value that it refuses.
    /// </summary>
    public static AlertingOptions Bind(IEnumerable<KeyValuePair<string, string>> environment)
    {
        var settings = environment.Where(static v => v.Key.StartsWith("Alerting", StringComparison.OrdinalIgnoreCase))
            .ToDictionary(static v => v.Key.Replace("__", ":", StringComparison.Ordinal), static v => (string?)v.Value);
        Assert.All(settings.Keys, static key => Assert.True(s_keys.Contains(WithoutIndex(key)), $"The product has no setting '{key}'."));
        var options =
            new ConfigurationBuilder().AddInMemoryCollection(settings).Build().GetSection(AlertingOptions.Section).Get<AlertingOptions>()!;
        var answer = new AlertingOptionsValidator().Validate(null, options);
        Assert.False(answer.Failed, answer.FailureMessage);
        return options;
    }

    private static string WithoutIndex(string key) =>
        key.LastIndexOf(':') is var at && int.TryParse(key[(at + 1)..], out _) ? key[..at] : key;

    private static IEnumerable<string> Keys(Type options, string section) =>
        options.GetProperties(BindingFlags.Public | BindingFlags.Instance).SelectMany(property =>
        property.PropertyType.Assembly == typeof(AlertingOptions).Assembly
            ? Keys(property.PropertyType, $"{section}:{property.Name}")
            : [$"{section}:{property.Name}"]);
}
