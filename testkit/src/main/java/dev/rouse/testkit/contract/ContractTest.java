package dev.rouse.testkit.contract;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A JUnit test of a future's contract, run once for each {@link Rule}, which it gets as its parameter.
 *
 * <pre>{@code
 * @ContractTest
 * void keeps(Rule rule) {
 *     Contract.of(() -> subject()).only(rule).check();
 * }
 * }</pre>
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(ContractExtension.class)
public @interface ContractTest {}
