using System.Collections.Concurrent;
using Alerting.Notifications.Messages;
using Alerting.Reports;
using Alerting.Subscriptions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Alerting.Notifications.Texts;

/// <summary>Puts messages into words: by the subscription's own templates, else by those built in. Safe for concurrent use.</summary>
internal sealed partial class MessageTexts(IOptions<NotificationOptions> options, TimeProvider clock, ILogger<MessageTexts> logger)
{
    private const int MaxTitle = 250;
    private const int MaxCached = 1_000;
    private const string TestMark = "[TEST] ";

    private readonly ConcurrentDictionary<string, LiquidTemplate?> _parsed = new(StringComparer.Ordinal);

    /// <param name="message">What is told.</param>
    /// <param name="language">Of the channel; null: English.</param>
    public RenderedText Render(NotificationMessage message, string? language)
    {
        var words = Languages.Of(language);
        return message switch
        {
            AlertNotification alert => Render(alert, words),
            DigestNotification digest => Render(digest, words),
            HeartbeatNotification heartbeat => Render(heartbeat, words.Heartbeat, MessageModel.Of(heartbeat, words), words),
            _ => throw new ArgumentException($"There are no texts for {message.GetType().Name}.", nameof(message)),
        };
    }

    private RenderedText Render(AlertNotification message, Language words)
    {
        var link = options.Value.LinkTo(message.IsTest ? PageOf(message) : message.Alert.Links.Console);
        var model = MessageModel.Of(message, words, link);
        var title = OneLine(Render(message, message.Template?.Title, words.Title, model));
        var text = Render(message, message.Template?.Text, words.Text, model).Trim();
        if (message.Escalation is { } note)
        {
            // As the mark of tests no part of a template: whoever is called must see it, whatever texts there are.
            var beside = MessageModel.Of(note, message.Alert);
            title = $"{OneLine(Render(message, null, words.Escalation.Title, beside))} {title}";
            text = $"{Render(message, null, words.Escalation.Text, beside).Trim()}\n{text}";
        }

        return new RenderedText(TextLimit.Cut(message.IsTest ? TestMark + title : title, MaxTitle), text, link, words);
    }

    private RenderedText Render(DigestNotification message, Language words)
    {
        var titles = message.Each().Select(alert => Render(alert, words).Title).ToList();
        var text = Render(message, words.Digest, MessageModel.Of(message, words, titles), words);
        return text with { Link = options.Value.LinkTo("/alerts") };
    }

    private RenderedText Render(NotificationMessage message, BuiltInTexts texts, Dictionary<string, object?> model, Language words) => new(
        TextLimit.Cut(OneLine(Render(message, null, texts.Title, model)), MaxTitle),
        Render(message, null, texts.Text, model).Trim(),
        options.Value.LinkTo(PageOf(message)),
        words);

    private static string PageOf(NotificationMessage message) => $"/subscriptions/{message.SubscriptionId}";

    /// <summary>What is wrong with templates, tried with an example; null for nothing.</summary>
    public Fault? Check(MessageTemplate template) =>
        Check(template.Title, MessageTemplate.MaxTitle, "$.template.title")
        ?? Check(template.Text, MessageTemplate.MaxText, "$.template.text");

    private Fault? Check(string? source, int max, string path)
    {
        if (source is null)
        {
            return null;
        }

        if (source.Length > max)
        {
            return Invalid($"a template has at most {max} characters", path);
        }

        if (LiquidTemplate.Parse(source, out var fault) is not { } template)
        {
            return Invalid(fault!, path);
        }

        try
        {
            var example = AlertNotification.Test("example", clock.GetUtcNow());
            var model = MessageModel.Of(example, Languages.English, options.Value.LinkTo("/"));
            return string.IsNullOrWhiteSpace(template.Render(model))
                ? Invalid(LiquidTemplate.At(source, 0, "nothing is written"), path)
                : null;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return Invalid(LiquidTemplate.At(source, 0, failure.Message), path);
        }
    }

    private string Render(NotificationMessage message, string? own, string builtIn, Dictionary<string, object?> model)
    {
        if (own is not null && Parsed(own) is { } template)
        {
            try
            {
                if (template.Render(model) is var text && !string.IsNullOrWhiteSpace(text))
                {
                    return text;
                }
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                // It went well with the example: whatever is different with this alert must not keep it from being told.
                TemplateFailed(logger, failure, message.SubscriptionId, message.Id);
            }
        }

        return Parsed(builtIn)!.Render(model);
    }

    private LiquidTemplate? Parsed(string source)
    {
        if (_parsed.Count > MaxCached)
        {
            _parsed.Clear();
        }

        return _parsed.GetOrAdd(source, static text => LiquidTemplate.Parse(text, out _));
    }

    [LoggerMessage(
        EventId = 1, Level = LogLevel.Warning,
        Message = "A template of subscription {Subscription} failed with {MessageId}; the text that is built in was sent.")]
    private static partial void TemplateFailed(ILogger logger, Exception exception, string subscription, string messageId);

    private static string OneLine(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static Fault Invalid(string detail, string path) =>
        new(FaultTypes.InvalidField, $"The template cannot be used: {detail}.", path);
}
