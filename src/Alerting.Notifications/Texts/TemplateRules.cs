using System.Collections.Frozen;
using Fluid;
using Fluid.Ast;

namespace Alerting.Notifications.Texts;

/// <summary>
/// Finds in a template what is not allowed: ranges, with which a loop of a line may run a billion times, and filters that are not
/// listed, for each that is listed was looked at for what it can make of little.
/// </summary>
internal sealed class TemplateRules : AstVisitor
{
    private static readonly FrozenSet<string> s_filters = new[]
    {
        "abs", "append", "at_least", "at_most", "capitalize", "ceil", "compact", "default", "divided_by", "downcase", "escape",
        "first", "floor", "join", "last", "map", "minus", "modulo", "plus", "prepend", "reverse", "round", "size", "slice", "sort", "strip",
        "strip_newlines", "times", "truncate", "truncatewords", "uniq", "upcase", "where",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What is wrong, and the text by which it can be found in the source; null for nothing.</summary>
    public (string Detail, string Found)? Fault { get; private set; }

    protected override Expression VisitRangeExpression(RangeExpression rangeExpression)
    {
        Fault ??= ("ranges such as (1..5) are not allowed", "..");
        return base.VisitRangeExpression(rangeExpression);
    }

    protected override Expression VisitFilterExpression(FilterExpression filterExpression)
    {
        if (!s_filters.Contains(filterExpression.Name))
        {
            Fault ??= ($"there is no filter '{filterExpression.Name}'", filterExpression.Name);
        }

        return base.VisitFilterExpression(filterExpression);
    }
}
